"""The staff's settings: one TOML file, every key optional, each with its unit, range and meaning.

Knows: what may be set. Must not know: what a setting is used for. docs/settings.md lists the same keys.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from content.faults import Faults
from content.model import Theme
from kiosk.clock import minute_of
from kiosk.state import LOOP_SPEECH, MOTIONS, RATES_WPM, TEXT_SIZES, VOLUMES_DB, Comfort, Rules

SPACINGS = ("normal", "wide")
DUPLEXES = ("auto", "half", "duck")
RECOGNIZERS = ("auto", "spotter", "fused", "whisper", "pocketsphinx")
"""Those of audio/recognizers.py, which the start of the program need not load."""


def _setting(
    section: str,
    default: Any,
    doc: str,
    least: float | None = None,
    most: float | None = None,
    allowed: tuple[str | int, ...] = (),
) -> Any:
    metadata = {"section": section, "doc": doc, "least": least, "most": most, "allowed": allowed}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default. In the file, a key stands in the section that its metadata names."""

    windowed: str = _setting("screen", "", 'size of a window, "1280x720"; empty: fullscreen')
    ppi: float = _setting("screen", 0.0, "pixels an inch of the panel; 0: guessed from the resolution", 0, 600)
    viewing_distance_mm: float = _setting(
        "screen", 0.0, "distance of the eyes, millimetres; 0: 750, or 600 for a panel of 10 inches or less", 0, 3000
    )
    rotation: int = _setting("screen", 0, "how far the panel is turned clockwise, degrees", allowed=(0, 90, 180, 270))
    controls: str = _setting("screen", "spread", "where buttons may stand", allowed=("spread", "low"))
    hand: str = _setting("screen", "right", "the hand for which buttons and text are placed", allowed=("right", "left"))
    lower_edge_mm: float = _setting(
        "screen", 0.0, "from the floor to the lower edge of the picture, millimetres; 0: not known", 0, 2000
    )
    theme: str = _setting("screen", "light", "colors at the start of a visit: a file in content/themes")
    text_size: str = _setting("screen", "medium", "size of the text at the start of a visit", allowed=TEXT_SIZES)
    spacing: str = _setting("screen", "normal", "spacing of the text at the start of a visit", allowed=SPACINGS)
    motion: str = _setting("screen", "pictures", "what moves on the screen", allowed=MOTIONS)
    simple: bool = _setting("screen", False, "whether a visit starts in simple mode: fewer choices at a time")
    speaker: str = _setting("sound", "", "name of the sound output; empty: the system's default")
    headphones: str = _setting(
        "sound", "", "name of the headphones' output or jack, or a part of it; empty: headphones are not noticed"
    )
    headphone_volume: int = _setting("sound", 3, "volume when headphones are plugged in", 1, len(VOLUMES_DB))
    volume: int = _setting("sound", 5, "volume at the start of a visit, steps of 6 dB", 1, len(VOLUMES_DB))
    speed: int = _setting(
        "sound", 5, f"speed at the start of a visit, one of the steps {RATES_WPM} words a minute", 1, len(RATES_WPM)
    )
    voice: str = _setting("sound", "", "name of the voice; empty: the language's own")
    earcons: bool = _setting("sound", True, "short soft sounds for next, back, listening, not understood, the end")
    most_volume: int = _setting("sound", 7, "the loudest that a visitor can choose", 1, len(VOLUMES_DB))
    follow_room: bool = _setting("sound", False, "whether a visit is read louder, up to 12 dB, in a loud room")
    quiet_from: str = _setting("sound", "", 'when quiet hours begin, "20:00"; empty: there are none')
    quiet_to: str = _setting("sound", "", 'when quiet hours end, "07:00"')
    hold_seconds: float = _setting(
        "sound", 12.0, "how long the kiosk is silent when names are called, seconds", 3, 60
    )
    render_narration: bool = _setting(
        "sound", False, "whether the kiosk renders what its narration lacks, at the lowest priority while it runs"
    )
    cache_folder: str = _setting("sound", "", "where rendered speech is kept; empty: the user's cache folder")
    cache_megabytes: int = _setting("sound", 200, "largest size of the kept speech, megabytes; 0: keep none", 0, 10000)
    microphone: str = _setting("voice_commands", "", "name of the microphone; empty: the system's default")
    listen: bool = _setting("voice_commands", True, "whether it listens for spoken commands, and has the button Listen")
    duplex: str = _setting(
        "voice_commands", "auto", "how the kiosk listens while it speaks itself", allowed=DUPLEXES
    )
    recognizer: str = _setting(
        "voice_commands", "auto", "what understands spoken commands; auto: the best there is", allowed=RECOGNIZERS
    )
    language: str = _setting("content", "en", "language of the kiosk: a file in content/languages")
    deck: str = _setting("content", "", "folder of the deck; empty: the MMN deck")
    keypad: str = _setting("input", "default", "which keys mean what: a file in content/keypads")
    double_strike_seconds: float = _setting(
        "input", 0.3, "a second press of the same key or place within this time is ignored, seconds", 0, 2
    )
    hold_to_press_seconds: float = _setting(
        "input", 0.0, "a touch counts only after it was held so long, seconds; 0: at once", 0, 2
    )
    scan_seconds: float = _setting(
        "input", 2.0, "pause after each step of one-switch scanning, at the middle speed of the voice, seconds", 0.5, 10
    )
    idle_seconds: float = _setting("visit", 180.0, "quiet time before the warning, seconds", 120, 3600)
    warning_seconds: float = _setting("visit", 45.0, "time to answer the warning, seconds", 20, 300)
    no_limit_minutes: float = _setting(
        "visit", 30.0, "quiet time before the warning, for who has turned the time limit off, minutes", 5, 240
    )
    loop_speech: str = _setting("loop", "aloud", "how the loop between visits is read", allowed=LOOP_SPEECH)
    loop_gap_seconds: float = _setting("loop", 6.0, "pause between slides of the loop, for listening, seconds", 3, 60)
    invitation_minutes: float = _setting(
        "loop", 5.0, "how often the loop says aloud how to begin, minutes; 0: never", 0, 120
    )
    journal: str = _setting("journal", "", "file for the log of what the kiosk did, JSON lines; empty: none")


def rules(settings: Settings, themes: Mapping[str, Theme]) -> Rules:
    """What the session needs to know of the settings. The theme of the settings has to be one of ``themes``."""
    ordered = (settings.theme, *(theme for theme in themes if theme != settings.theme))
    return Rules(
        idle_seconds=settings.idle_seconds,
        warning_seconds=settings.warning_seconds,
        loop_speech=settings.loop_speech,
        loop_gap_seconds=settings.loop_gap_seconds,
        themes=ordered,
        theme_labels=tuple(themes[theme].label for theme in ordered),
        comfort=Comfort(
            settings.volume - 1,
            settings.speed - 1,
            settings.theme,
            settings.text_size,
            settings.spacing == "wide",
            settings.motion,
            is_simple=settings.simple,
        ),
        headphone_volume=settings.headphone_volume - 1,
        is_listening_wanted=settings.listen,
        duplex=settings.duplex,
        voice=settings.voice,
        has_earcons=settings.earcons,
        hold_seconds=settings.hold_seconds,
        most_volume=settings.most_volume - 1,
        no_limit_seconds=settings.no_limit_minutes * 60,
        invitation_seconds=settings.invitation_minutes * 60,
        scan_seconds=settings.scan_seconds,
    )


def load_settings(path: Path | None) -> Settings:
    """The settings of ``path``, or the defaults for None.

    Raises ContentError with every mistake of the file: unknown sections and keys, wrong types, values out of range.
    """
    if path is None:
        return Settings()
    faults = Faults()
    values = _read(path, faults)
    found = _checked(path, values, faults)
    faults.stop_if_any()
    settings = Settings(**found)
    _check_together(path, settings, faults)
    faults.stop_if_any()
    return settings


def _check_together(path: Path, settings: Settings, faults: Faults) -> None:
    """Note what is right in itself and wrong beside another setting; and times of the day that are none."""
    if settings.volume > settings.most_volume:
        problem = f"{settings.volume} is louder than most_volume, which is {settings.most_volume}"
        faults.add(path, "sound.volume", problem, "Lower volume, or raise most_volume.")
    for key, value, other in (
        ("quiet_from", settings.quiet_from, settings.quiet_to),
        ("quiet_to", settings.quiet_to, settings.quiet_from),
    ):
        if other and not value:
            faults.add(path, f"sound.{key}", "quiet hours need a begin and an end", f'Write {key} = "07:00", too.')
        elif value:
            _check_time(path, f"sound.{key}", value, faults)


def _check_time(path: Path, key: str, value: str, faults: Faults) -> None:
    try:
        minute_of(value)
    except ValueError as error:
        problem, _, advice = str(error).partition(". ")
        faults.add(path, key, problem, advice)


def _read(path: Path, faults: Faults) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.add(path, "", "there is no such file", "Give --config the settings file, or leave it out.")
    except (OSError, UnicodeDecodeError) as error:
        faults.add(path, "", f"the file cannot be read ({error})", "Make it a readable text file.")
    except tomllib.TOMLDecodeError as error:
        faults.add(path, "", f"this is not valid TOML ({error})", "Correct that line; docs/settings.md has examples.")
    return {}


def _checked(path: Path, values: dict[str, Any], faults: Faults) -> dict[str, Any]:
    by_section: dict[str, dict[str, Any]] = {}
    for entry in fields(Settings):
        by_section.setdefault(entry.metadata["section"], {})[entry.name] = entry
    found: dict[str, Any] = {}
    for section, keys in values.items():
        if section not in by_section:
            faults.add_unknown(path, section, section, tuple(by_section), "section")
            continue
        if not isinstance(keys, dict):
            faults.add(path, section, "this must be a section", f"Write [{section}] on a line of its own.")
            continue
        for key, value in keys.items():
            if key not in by_section[section]:
                faults.add_unknown(path, f"{section}.{key}", key, tuple(by_section[section]), f"setting in [{section}]")
            elif _is_right(path, f"{section}.{key}", value, by_section[section][key], faults):
                found[key] = value
    return found


def _is_right(path: Path, key: str, value: Any, entry: Any, faults: Faults) -> bool:
    wanted = type(entry.default)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not (is_number if wanted is float else type(value) is wanted):
        kind = {float: "a number", int: "a whole number", str: 'text in "quotes"', bool: "true or false"}[wanted]
        faults.add(path, key, f"{value!r} is not {kind}", f"Write {kind}: {entry.metadata['doc']}.")
        return False
    least, most, allowed = (entry.metadata[name] for name in ("least", "most", "allowed"))
    if is_number and least is not None and not least <= value <= most and not (value == 0 and least == 0):
        faults.add(path, key, f"{value} is out of range", f"Allowed: {least} to {most}: {entry.metadata['doc']}.")
        return False
    if allowed and value not in allowed:
        faults.add_unknown(path, key, str(value), tuple(str(choice) for choice in allowed), "choice")
        return False
    return True


def parse_size(text: str) -> tuple[int, int]:
    """``"1280x720"`` as (width, height) in pixels. Raises ValueError with the way out."""
    width, _, height = text.lower().partition("x")
    try:
        size = int(width), int(height)
    except ValueError:
        raise ValueError(f'"{text}" is no size. Write width x height in pixels: 1280x720.') from None
    if min(size) < 200 or max(size) > 16384:
        raise ValueError(f'"{text}" is no size for a screen. Allowed: 200x200 to 16384x16384.')
    return size
