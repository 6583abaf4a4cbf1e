"""Touch screen and mouse: presses that begin and end inside one target, and fingers that feel their way.

Knows: contacts, and that SDL may report one tap in several ways. Must not know: what the targets mean, what is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pygame

from kiosk.inputs.aim import aimed
from kiosk.inputs.contacts import Contact, Contacts
from kiosk.messages import Feel, Felt
from kiosk.view.geometry import Rect

MOUSE = -1
"""The contact number of the mouse button; fingers have SDL's own numbers, which are not negative."""
REST_SECONDS = 1.0
"""A finger that rests so long is looking for something: it is told what is there."""
BOUNCE_SECONDS = 0.06
"""While a visitor explores, a second tap is meant: only what is quicker than a hand counts once."""

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tap:
    """A press that ended. ``target``: the id of the target that was meant; empty: beside all targets.

    ``place``: where it ended, in pixels of the window; ``is_finger``: not a mouse.
    """

    target: str
    place: Place = (0, 0)
    is_finger: bool = True


class Touch:
    """Turns finger and mouse events into Taps, and into what a finger feels. One contact counts; its length does not.

    ``target_at((x, y))`` gives the id of the drawn target at a pixel, or None; ``targets`` all of them with their
    rectangles, where presses are to be weighed; ``spot_at((x, y), True)`` what else is there, with the corners.
    ``hold_seconds``: a shorter press does not count. ``is_exploring`` is for the shell to set.
    """

    def __init__(
        self,
        target_at: Callable[[Place], str | None],
        ppi: float,
        double_strike_seconds: float,
        *,
        targets: Callable[[], Sequence[tuple[str, Rect]]] | None = None,
        spot_at: Callable[[Place, bool], str] | None = None,
        hold_seconds: float = 0.0,
    ) -> None:
        self._target_at, self._targets, self._spot_at = target_at, targets, spot_at
        self._ppi, self._hold = ppi, hold_seconds
        self._contacts = Contacts(ppi, double_strike_seconds, MOUSE)
        self._felt = ""
        self._now = 0.0
        self.is_exploring = False

    @property
    def is_down(self) -> bool:
        """Whether a contact is on the glass that may become a tap any moment."""
        return self._contacts.is_busy(self._now)

    def tap(self, event: pygame.event.Event, now: float, size: Place) -> Tap | None:
        """The tap that ``event`` completes, if it completes one."""
        taken = self.take(event, now, size)
        return taken if isinstance(taken, Tap) else None

    def take(self, event: pygame.event.Event, now: float, size: Place) -> Tap | Felt | None:
        """What comes of ``event``; ``size``: of the window, in pixels."""
        self._now = now
        found = _contact_of(event, size)
        if found is None:
            return None
        kind, number, place = found
        if kind == "down":
            return self._came(self._begun(number, place, now))
        if kind == "move":
            return self._moved(self._contacts.move(number, place, now))
        return self._ended(self._contacts.end(number, place, now), now)

    def waited(self, now: float) -> Felt | None:
        """Call often: that a finger has begun to rest, once."""
        self._now = now
        contact = self._contacts.active
        if contact is None or contact.rested or self._spot_at is None or self.is_exploring:
            return None
        if now - contact.anchored_at < (self._hold or REST_SECONDS):
            return None
        contact.rested = contact.anchor
        self._felt = self._spot_at(contact.place, False)
        return Felt(self._felt, Feel.RESTED)

    def _begun(self, number: int, place: Place, now: float) -> Contact | None:
        lockout = BOUNCE_SECONDS if self.is_exploring else None
        contact = self._contacts.begin(number, place, now, lockout)
        if contact is None:
            return None
        contact.target = self._target_at(place) or ""
        contact.is_spoilt = not contact.target and self._contacts.is_ghost(place, now)
        return None if contact.is_spoilt else contact

    def _came(self, contact: Contact | None) -> Felt | None:
        if contact is None or not self.is_exploring or self._spot_at is None:
            return None
        self._felt = self._spot_at(contact.place, True)
        return Felt(self._felt, Feel.CAME)

    def _moved(self, contact: Contact | None) -> Felt | None:
        """While it feels its way: that it came to something else."""
        if contact is None or self._spot_at is None:
            return None
        if not self.is_exploring and contact.rested in (None, contact.anchor):
            return None  # it trembles
        spot = self._spot_at(contact.place, self.is_exploring)
        if spot == self._felt or (not self.is_exploring and not spot):
            return None  # off its target and onto nothing: that only leaves it
        self._felt = spot
        return Felt(spot, Feel.SLID)

    def _ended(self, contact: Contact | None, now: float) -> Tap | Felt | None:
        if contact is None:
            return None
        target = self._meant(contact)
        if not contact.target and self._target_at(contact.place) is None:
            self._contacts.beside(contact.place, now)
        if self.is_exploring and self._spot_at is not None:
            return Felt(self._spot_at(contact.place, True), Feel.LEFT)
        if target and now - contact.began_at < self._hold:
            return Felt(target, Feel.SHORT)
        if contact.rested and not target:
            return None  # it was told what is there, and goes on hearing it
        return Tap(target, contact.place, contact.number != MOUSE)

    def _meant(self, contact: Contact) -> str:
        """The target under it when it came, if that is still there and it was meant."""
        if self._targets is not None:
            meant = aimed(self._targets(), contact.began, contact.place, self._ppi)
        else:
            meant = self._target_at(contact.place) or ""
        return meant if meant == contact.target else ""


def _contact_of(event: pygame.event.Event, size: Place) -> tuple[str, int, Place] | None:
    """(what it does, contact number, pixel) of a touch or mouse event; None for all others."""
    fingers = {pygame.FINGERDOWN: "down", pygame.FINGERUP: "up", pygame.FINGERMOTION: "move"}
    if event.type in fingers:
        place = (int(event.x * size[0]), int(event.y * size[1]))
        return fingers[event.type], abs(int(event.finger_id)), place
    if getattr(event, "touch", False):
        return None
    if event.type == pygame.MOUSEMOTION:
        return ("move", MOUSE, event.pos) if event.buttons[0] else None
    if event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP) and event.button == 1:
        return "down" if event.type == pygame.MOUSEBUTTONDOWN else "up", MOUSE, event.pos
    return None
