"""What the screen check says: of the ruler, of touch, and what to do, in the words of a language.

Knows: verdicts and prompts. Must not know: where this is shown or printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.screen_check import CORNERS, Button, Check, Step
from kiosk.touch_verdict import Affine, Judgement, Verdict, judged

Prompts = Mapping[str, str]
SAME_PPI = 0.01
"""A setting that is this near is right: the eye cannot do better with a card."""
SEEN_STRETCH = 0.03
"""A smaller difference from the size of the picture is not worth a word."""
UDEV_RULE = 'ENV{{ID_INPUT_TOUCHSCREEN}}=="1", ENV{{LIBINPUT_CALIBRATION_MATRIX}}="{matrix}"'


@dataclass(frozen=True, slots=True)
class Says:
    """The words of one screen: title, sentences, notes (smaller), the label of each button, what stands in the card."""

    title: str
    body: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    labels: tuple[tuple[Button, str], ...] = ()
    card: tuple[str, ...] = ()


def says(check: Check, ppi: float, rotation: int, prompts: Prompts) -> Says:
    """The words of what is on the screen now; ``ppi`` and ``rotation`` as they are set."""
    match check.step:
        case Step.RULER:
            return Says(
                prompts["check_ruler_title"],
                (prompts["check_ruler_hint"],),
                (prompts["check_ruler_keys"],),
                _labels(prompts, Button.SMALLER, Button.LARGER, Button.FITS),
                (prompts["check_card"], prompts["check_ppi"].format(ppi=ppi_text(check.ppi))),
            )
        case Step.TOUCH:
            hint = prompts["check_touch_hint"].format(number=len(check.touches) + 1, count=len(CORNERS))
            return Says(prompts[f"check_touch_{check.corner}"], (hint,), (prompts["check_touch_skip"],))
        case _:
            return _result(check, ppi, rotation, prompts)


def _result(check: Check, ppi: float, rotation: int, prompts: Prompts) -> Says:
    verdict = judged(check, rotation)
    advice = "" if check.is_skipped else touch_advice(verdict, rotation, prompts)
    body = (ruler_advice(check, ppi, prompts), touch_verdict_text(check, verdict, prompts))
    told = prompts["check_result_advice"] if advice else ""
    notes = tuple(filter(None, (told, prompts["check_result_end"])))
    return Says(prompts["check_result_title"], body, notes, _labels(prompts, Button.DONE))


def _labels(prompts: Prompts, *buttons: Button) -> tuple[tuple[Button, str], ...]:
    return tuple((button, prompts[f"check_{button}"]) for button in buttons)


def ppi_text(ppi: float) -> str:
    """As it is to be written into the settings."""
    return f"{ppi:.1f}"


def is_set(check: Check, setting: float) -> bool:
    """Whether the setting is what was measured."""
    return abs(setting - check.ppi) <= SAME_PPI * check.ppi


def ruler_advice(check: Check, setting: float, prompts: Prompts) -> str:
    """What to write into the settings file; empty if that was not measured."""
    if not check.is_measured:
        return ""
    if is_set(check, setting):
        return prompts["check_ppi_kept"].format(ppi=f"{setting:g}")
    return prompts["check_ppi_write"].format(ppi=ppi_text(check.ppi))


def touch_found(check: Check, verdict: Verdict, prompts: Prompts) -> str:
    """What is known of touch, in a sentence or more."""
    if len(check.touches) != len(CORNERS):
        return touch_verdict_text(check, verdict, prompts)
    mouse = "" if any(touch.is_finger for touch in check.touches) else prompts["check_touch_mouse"]
    return " ".join(filter(None, (touch_verdict_text(check, verdict, prompts), _off(verdict, prompts), mouse)))


def touch_verdict_text(check: Check, verdict: Verdict, prompts: Prompts) -> str:
    """The same in one sentence."""
    if check.is_skipped:
        return prompts["check_touch_skipped"]
    return _judgement(verdict, prompts) if len(check.touches) == len(CORNERS) else prompts["check_touch_left"]


def touch_advice(verdict: Verdict, rotation: int, prompts: Prompts) -> str:
    """What to do about it; empty if touch is right."""
    rule = prompts["check_advice_rule"].format(rule=UDEV_RULE.format(matrix=matrix_text(verdict.correction)))
    match verdict.judgement:
        case Judgement.GOOD:
            return ""
        case Judgement.TURNED:
            # The system turned the picture and not touch: this setting turns both.
            right = (rotation - verdict.degrees) % 360
            return " ".join((prompts["check_advice_rotation"].format(rotation=right), rule))
        case Judgement.MIRRORED:
            return rule
        case Judgement.OFF:
            return " ".join((prompts["check_advice_screens"], rule))
        case Judgement.UNCLEAR:
            return prompts["check_advice_again"]


def matrix_text(way: Affine) -> str:
    """The six numbers as libinput reads them."""
    return " ".join(f"{round(number, 4) + 0.0:g}" for number in way)  # + 0.0: never "-0"


def _judgement(verdict: Verdict, prompts: Prompts) -> str:
    match verdict.judgement:
        case Judgement.GOOD:
            return prompts["check_touch_good"].format(mm=f"{verdict.worst_mm:.0f}")
        case Judgement.TURNED:
            return prompts["check_touch_turned"].format(degrees=verdict.degrees)
        case Judgement.MIRRORED:
            name = {"across": "check_touch_mirrored", "down": "check_touch_flipped"}.get(verdict.mirror)
            return prompts[name or "check_touch_swapped"]
        case Judgement.OFF:
            return prompts["check_touch_off"].format(mm=f"{verdict.worst_mm:.0f}")
        case Judgement.UNCLEAR:
            return prompts["check_touch_unclear"]


def _off(verdict: Verdict, prompts: Prompts) -> str:
    """Where touches land instead: how far beside, and over how much of the picture they spread."""
    (right, down), (wide, high) = verdict.shift_mm, verdict.stretch
    parts = [
        prompts[name].format(mm=f"{abs(mm):.0f}")
        for mm, name in (
            (right, "check_off_right" if right > 0 else "check_off_left"),
            (down, "check_off_down" if down > 0 else "check_off_up"),
        )
        if abs(mm) >= 1
    ]
    parts += [
        prompts[name].format(percent=f"{100 * part:.0f}")
        for part, name in ((wide, "check_off_width"), (high, "check_off_height"))
        if abs(part - 1) >= SEEN_STRETCH
    ]
    return " ".join(parts)
