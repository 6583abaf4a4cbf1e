"""``mmn-kiosk doctor --screen``: a person holds a card against the screen and touches its corners."""

from __future__ import annotations

from kiosk.app_screen_check import run_check
from kiosk.check_words import Prompts, ppi_text, ruler_advice, says, touch_advice, touch_found
from kiosk.cli.finding import Finding
from kiosk.inputs.touch import Touch
from kiosk.loading import Content
from kiosk.screen_check import CORNERS, Check, begun
from kiosk.settings import Settings, parse_size
from kiosk.touch_verdict import Judgement, judged
from kiosk.view.check_layout import check_layout
from kiosk.view.items import Layout
from kiosk.view.panel import guess_ppi
from kiosk.view.sheet import Sheet


def look(content: Content) -> list[Finding]:
    """Open the window, let the person go through it, and say what came of it. Raises ScreenMissing."""
    settings, prompts = content.settings, content.language.prompts
    size = parse_size(settings.windowed) if settings.windowed else None
    sheet = Sheet(size, settings.rotation, content.themes[settings.theme])

    def laid_out(check: Check) -> Layout:
        return check_layout(check, says(check, settings.ppi, settings.rotation, prompts), sheet.metrics)

    try:
        ppi = settings.ppi or guess_ppi(sheet.picture_size)
        touch = Touch(sheet.target_at, ppi, settings.double_strike_seconds)
        check = run_check(sheet, begun(sheet.picture_size, ppi), laid_out, touch)
    finally:
        sheet.close()
    return findings(check, settings, prompts)


def findings(check: Check, settings: Settings, prompts: Prompts) -> list[Finding]:
    """What is to be told of a check that is over."""
    measured = prompts["check_ppi"].format(ppi=ppi_text(check.ppi)) if check.is_measured else prompts["check_ppi_left"]
    verdict = judged(check, settings.rotation)
    is_tested = len(check.touches) == len(CORNERS)
    advice = touch_advice(verdict, settings.rotation, prompts) if is_tested else ""
    return [
        Finding("ruler", True, measured, ruler_advice(check, settings.ppi, prompts)),
        Finding(
            "touch",
            not is_tested or verdict.judgement is Judgement.GOOD,
            touch_found(check, verdict, prompts),
            advice,
        ),
    ]
