"""``mmn-kiosk doctor``: what works on this machine, and what to do about the rest."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from content.model import ContentError, Language
from kiosk.cli.doctor_voice import microphone, own_voice
from kiosk.cli.finding import Finding, tell
from kiosk.loading import Content, check_content, load_content
from kiosk.settings import Settings

BROKEN = "This part of the program is not installed right."


def run(arguments: argparse.Namespace) -> int:
    """Print the findings; 1 if a part does not work, or if the screen is to be checked and there is none."""
    watched = _watched(arguments) if arguments.screen else []
    if watched is None:
        return 1
    if arguments.screen and not arguments.json:
        return tell(watched, False)
    return tell([*examine(arguments), *watched], arguments.json)


def _watched(arguments: argparse.Namespace) -> list[Finding] | None:
    """What a person found with a card and a finger; None without a screen. Raises ContentError with all faults."""
    from kiosk.cli.doctor_screen import look
    from kiosk.view.display import ScreenMissing

    try:
        return look(load_content(arguments.config, arguments.deck))
    except ScreenMissing as error:
        print(f"{error}\nThe ruler and the touch test need the machine's own screen.", file=sys.stderr)
        return None


def examine(arguments: argparse.Namespace) -> list[Finding]:
    """Look at every part of the machine that the kiosk needs."""
    try:
        content = load_content(arguments.config, arguments.deck)
    except ContentError as error:
        return [Finding("content", False, str(error), "Correct these files, then run doctor again.")]
    settings, language = content.settings, content.language
    parts: list[tuple[str, Callable[[], Finding]]] = [
        ("content", lambda: _content(arguments)),
        ("screen", lambda: _screen(content)),
        ("speaker", lambda: _speaker(settings)),
        ("voice", lambda: _voice(settings, language)),
        ("microphone", lambda: microphone(settings)),
        ("own voice", lambda: own_voice(settings)),
        ("recognizer", lambda: _recognizer(language, settings)),
        ("speech cache", lambda: _cache(settings)),
    ]
    return [_safely(part, look) for part, look in parts]


def _safely(part: str, look: Callable[[], Finding]) -> Finding:
    """A part that cannot even be looked at is a finding too."""
    try:
        return look()
    except Exception as error:  # noqa: BLE001 - doctor must name what is broken, whatever it is
        return Finding(part, False, f"{type(error).__name__}: {error}", BROKEN)


def _content(arguments: argparse.Namespace) -> Finding:
    faults = check_content(arguments.config, arguments.deck)
    if faults:
        return Finding("content", False, f"{len(faults)} faults", "Run: mmn-kiosk check")
    return Finding("content", True, "settings, languages, themes, keypads and every slide are without a fault")


def _screen(content: Content) -> Finding:
    from kiosk.cli.edid import panel_sizes
    from kiosk.view.display import desktop
    from kiosk.view.panel import guess_ppi

    advice = "Start it on the machine's own screen, or set DISPLAY (X11) or WAYLAND_DISPLAY."
    try:
        driver, sizes = desktop()
    except OSError as error:
        return Finding("screen", False, str(error), advice)
    if driver in ("dummy", "offscreen"):
        return Finding("screen", False, f'there is only SDL\'s "{driver}" driver', advice)
    ppi = content.settings.ppi or guess_ppi(sizes[0])
    found = [driver, " and ".join(f"{width}x{height}" for width, height in sizes)]
    found.append(f"{ppi:.0f} pixels an inch{'' if content.settings.ppi else ' (guessed)'}")
    found += [
        f"a panel says of itself {says.size_mm[0]} x {says.size_mm[1]} mm, {says.ppi:.0f} pixels an inch"
        for says in panel_sizes()
    ]
    advice = "To measure it with a bank card, and to test touch, run: mmn-kiosk doctor --screen"
    return Finding("screen", True, ", ".join(found), advice)


def _speaker(settings: Settings) -> Finding:
    from audio.player import output_names

    names = output_names()
    if not names:
        return Finding("speaker", False, "there is no sound output", "Plug one in; the kiosk then uses it by itself.")
    listed = ", ".join(names)
    if settings.speaker and not any(settings.speaker in name for name in names):
        advice = f"Set sound.speaker to one of: {listed}"
        return Finding("speaker", False, f'no output is called "{settings.speaker}"', advice)
    return Finding("speaker", True, listed)


def _voice(settings: Settings, language: Language) -> Finding:
    from audio.voice_process import VoiceFailure, VoiceProcess

    voice = VoiceProcess(10.0)
    try:
        voices = voice.list_voices()
    except VoiceFailure as error:
        return Finding("voice", False, str(error), "Install the voice: pip install espeakng-loader pyttsx3")
    finally:
        voice.close()
    wanted = settings.voice or language.voice
    known = {name for entry in voices for name in entry}
    if wanted and wanted not in known:
        return Finding(
            "voice", False, f'no voice is called "{wanted}"', f"Set sound.voice to one of these {len(voices)} names."
        )
    return Finding("voice", True, f"{len(voices)} voices; {wanted or 'the default'} is used")


def _recognizer(language: Language, settings: Settings) -> Finding:
    from audio.recognizers import LOADERS, load_ears
    from audio.recordings import FileListener
    from kiosk.commands import phrase_orders

    phrases = frozenset(phrase_orders(language, ()))
    mute = FileListener(language.tag).unpronounceable(phrases)
    if mute:
        advice = "Choose other phrases in the language file."
        return Finding("recognizer", False, f"cannot hear: {', '.join(mute)}", advice)
    load_ears(settings.recognizer, language.tag)
    there = ", ".join(LOADERS)
    return Finding("recognizer", True, f"{settings.recognizer} (there is: {there}), {len(phrases)} phrases")


def _cache(settings: Settings) -> Finding:
    from kiosk.cli.run import cache_folder

    folder = cache_folder(settings)
    if folder is None:
        return Finding("speech cache", True, "turned off (sound.cache_megabytes)")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return Finding("speech cache", False, str(error), "Set sound.cache_folder to a folder that can be written.")
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return Finding("speech cache", True, f"{folder}, {size / 1e6:.1f} MB of {settings.cache_megabytes} MB")
