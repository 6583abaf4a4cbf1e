"""Touch and keys: one tap, one action, however SDL reports it; double strikes and held keys count once."""

from __future__ import annotations

import pygame
import pytest

from content import places
from content.keypad import load_keypad
from content.model import ContentError, Keypad
from kiosk.inputs.keys import Keys, key_codes
from kiosk.inputs.touch import Tap, Touch
from kiosk.loading import KEY_NAMES
from kiosk.messages import Command, Order, Woken

SIZE = (400, 200)


def target_at(place: tuple[int, int]) -> str | None:
    return "left" if place[0] < 100 else "right" if place[0] > 300 else None


def touch() -> Touch:
    return Touch(target_at, 100.0, 0.3)


def mouse(down: bool, x: int, *, is_touch: bool = False, button: int = 1) -> pygame.event.Event:
    kind = pygame.MOUSEBUTTONDOWN if down else pygame.MOUSEBUTTONUP
    return pygame.event.Event(kind, pos=(x, 50), button=button, touch=is_touch)


def finger(down: bool, x: int, number: int = 7) -> pygame.event.Event:
    kind = pygame.FINGERDOWN if down else pygame.FINGERUP
    return pygame.event.Event(kind, x=x / SIZE[0], y=0.25, finger_id=number)


def taps(events: list[tuple[pygame.event.Event, float]]) -> list[str]:
    reader = touch()
    found = [reader.tap(event, now, SIZE) for event, now in events]
    return [tap.target for tap in found if tap is not None]


def test_a_press_that_begins_and_ends_inside_counts() -> None:
    assert taps([(mouse(True, 50), 1.0), (mouse(False, 60), 1.1)]) == ["left"]
    assert taps([(finger(True, 350), 1.0), (finger(False, 390), 9.0)]) == ["right"]  # a long hold is a tap


@pytest.mark.parametrize(("down", "up"), [(50, 200), (200, 50), (50, 350)])
def test_a_press_that_leaves_its_target_is_only_a_sign_of_life(down: int, up: int) -> None:
    assert taps([(mouse(True, down), 1.0), (mouse(False, up), 1.1)]) == [""]


def test_one_tap_reported_as_finger_and_mouse_counts_once() -> None:
    both = [finger(True, 50), mouse(True, 50), finger(False, 50), mouse(False, 50)]
    assert taps([(event, 1.0) for event in both]) == ["left"]
    in_turn = [finger(True, 50), finger(False, 50), mouse(True, 50), mouse(False, 50)]
    assert taps([(event, 1.0) for event in in_turn]) == ["left"]
    marked = [mouse(True, 50, is_touch=True), mouse(False, 50, is_touch=True)]
    assert taps([(event, 1.0) for event in marked]) == []


def test_a_double_strike_counts_once_and_a_second_press_later_counts() -> None:
    press = [mouse(True, 50), mouse(False, 50)]
    times = [1.0, 1.05, 1.2, 1.25, 1.6, 1.65]
    assert taps(list(zip(press * 3, times, strict=True))) == ["left", "left"]


def test_a_quick_press_elsewhere_counts() -> None:
    events = [mouse(True, 50), mouse(False, 50), mouse(True, 350), mouse(False, 350)]
    assert taps(list(zip(events, [1.0, 1.05, 1.1, 1.15], strict=True))) == ["left", "right"]


def test_a_palm_beside_the_finger_is_ignored() -> None:
    events = [finger(True, 50, 1), finger(True, 350, 2), finger(False, 350, 2), finger(False, 50, 1)]
    assert taps(list(zip(events, (1.0, 1.2, 1.3, 1.4), strict=True))) == ["left"]


def test_other_mouse_buttons_are_ignored() -> None:
    assert taps([(mouse(True, 50, button=3), 1.0), (mouse(False, 50, button=3), 1.1)]) == []


def test_a_tap_is_a_value() -> None:
    assert Tap("a") == Tap("a")


# ---------------------------------------------------------------- keys


def key(down: bool, code: int) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN if down else pygame.KEYUP, key=code, mod=0)


@pytest.fixture(scope="module")
def codes() -> dict[int, Order]:
    pygame.display.init()
    try:
        path = places.default_keypad_file()
        return key_codes(load_keypad(path, KEY_NAMES), str(path))
    finally:
        pygame.display.quit()


def test_the_default_keypad_gives_every_command(codes: dict[int, Order]) -> None:
    assert {order.command for order in codes.values()} == set(Command)


def test_arrows_enter_h_and_escape(codes: dict[int, Order]) -> None:
    assert codes[pygame.K_RIGHT] == Order(Command.NEXT)
    assert codes[pygame.K_LEFT] == Order(Command.BACK)
    assert codes[pygame.K_DOWN] == Order(Command.FOCUS_NEXT)
    assert codes[pygame.K_UP] == Order(Command.FOCUS_BACK)
    assert codes[pygame.K_RETURN] == codes[pygame.K_SPACE] == Order(Command.SELECT)
    assert codes[pygame.K_h] == Order(Command.HELP)
    assert codes[pygame.K_ESCAPE] == Order(Command.BACK)


def test_a_key_held_down_counts_once(codes: dict[int, Order]) -> None:
    keys = Keys(codes, 0.3)
    presses = [keys.message(key(True, pygame.K_RIGHT), now / 10) for now in range(50)]
    assert [order for order in presses if order] == [Order(Command.NEXT)]


def test_double_strikes_are_ignored_for_the_time_that_is_set(codes: dict[int, Order]) -> None:
    keys = Keys(codes, 0.5)
    found = []
    for now in (1.0, 1.4, 1.6):
        found.append(keys.message(key(True, pygame.K_RIGHT), now))
        keys.message(key(False, pygame.K_RIGHT), now + 0.05)
    assert found == [Order(Command.NEXT), None, Order(Command.NEXT)]


def test_two_different_keys_in_quick_turn_both_count(codes: dict[int, Order]) -> None:
    keys = Keys(codes, 0.5)
    assert keys.message(key(True, pygame.K_RIGHT), 1.0)
    assert keys.message(key(True, pygame.K_h), 1.01)


def test_an_unknown_key_is_a_sign_of_life(codes: dict[int, Order]) -> None:
    keys = Keys(codes, 0.3)
    event = key(True, pygame.K_CAPSLOCK)
    assert [keys.message(event, now) for now in (1.0, 1.1)] == [Woken(), None]


def test_num_lock_is_nobody(codes: dict[int, Order]) -> None:
    keys = Keys(codes, 0.3)
    assert keys.message(key(True, pygame.K_NUMLOCKCLEAR), 1.0) is None
    assert keys.message(key(True, pygame.K_KP4), 1.01) is not None


def test_a_key_of_which_only_the_place_is_known_counts(codes: dict[int, Order]) -> None:
    """As F19 and F20 come in under X11: with no code, and the scancode of their place."""
    keys = Keys(codes, 0.3)
    for scancode, command in ((110, Command.FOCUS_NEXT), (111, Command.SELECT)):
        pressed = pygame.event.Event(pygame.KEYDOWN, key=1 << 30, scancode=scancode, mod=0)
        released = pygame.event.Event(pygame.KEYUP, key=1 << 30, scancode=scancode, mod=0)
        assert [keys.message(event, 1.0) for event in (pressed, pressed, released)] == [Order(command), None, None]


def test_a_key_name_that_does_not_exist_is_refused() -> None:
    pygame.display.init()
    with pytest.raises(ContentError, match="Rihgt"):
        key_codes(Keypad("x", {"Rihgt": "NEXT"}), "x.toml")
    pygame.display.quit()
