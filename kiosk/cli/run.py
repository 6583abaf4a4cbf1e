"""``mmn-kiosk run``: joins the real parts and opens the kiosk.

The first slide is shown with what that takes and no more; all the rest is imported when it stands.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from kiosk.cli.screen import reach_of
from kiosk.clock import is_between
from kiosk.loading import Content, load_content, with_overrides
from kiosk.moving import begin
from kiosk.scenes import scene
from kiosk.settings import Settings, parse_size, rules
from kiosk.state import Session
from kiosk.view.display import ScreenMissing
from kiosk.view.window import Window

if TYPE_CHECKING:
    import subprocess

    from audio.pack import Pack
    from kiosk.app import Kiosk
    from kiosk.messages import Message

VOICE_DEADLINE_SECONDS = 5.0
SWITCH_SECONDS = 0.001
"""How long the drawing thread may hold up the speaker's: Python's own 5 ms, several times a sentence, were heard."""


def run(arguments: argparse.Namespace) -> int:
    """Run until the window is closed or the program is told to end; 1 without a screen.

    The slides after the first are checked when that is on the screen. Raises ContentError with all faults.
    """
    content = load_content(arguments.config, arguments.deck, is_slow_check_left=True)
    settings = with_overrides(content.settings, arguments.windowed, arguments.journal, arguments.ppi)
    try:
        window = Window(
            parse_size(settings.windowed) if settings.windowed else None,
            themes=content.themes,
            ppi=settings.ppi,
            viewing_distance_mm=settings.viewing_distance_mm,
            reach=reach_of(settings),
            rotation=settings.rotation,
            deck_icon=content.deck.icon_path,
        )
    except ScreenMissing as error:
        content.deck.check()
        print(f"{error}\nWithout a screen, these work: mmn-kiosk pictures OUT, mmn-kiosk narrate OUT.", file=sys.stderr)
        return 1
    try:
        session = begin(rules(settings, content.themes), time.monotonic(), content.deck)
        window.show(scene(session, content.deck))
        return _run(content, settings, window, session, arguments)
    finally:
        window.close()


def _run(
    content: Content, settings: Settings, window: Window, session: Session, arguments: argparse.Namespace
) -> int:
    inbox: SimpleQueue[Message] = SimpleQueue()
    kiosk = _kiosk(content, settings, window, session, inbox)
    kiosk.show_first()
    content.deck.check()
    gc.freeze()  # what the start has made stays: never look at it again
    gc.enable()
    # Only now: the voice and the ears take longer to import than the first slide takes to show.
    from audio.listener import LiveListener
    from audio.live_speaker import LiveSpeaker

    speaker = LiveSpeaker(
        inbox.put,
        device=settings.speaker,
        headphones=settings.headphones,
        cache_folder=cache_folder(settings),
        cache_bytes=settings.cache_megabytes * 1_000_000,
        deadline_seconds=VOICE_DEADLINE_SECONDS,
        pack=narration_pack(content, settings),
    )
    listener = LiveListener(
        inbox.put,
        device=settings.microphone,
        language=content.language.tag,
        tells_room=settings.follow_room,
        duplex=settings.duplex,
        recognizer=settings.recognizer,
    )
    sys.setswitchinterval(SWITCH_SECONDS)
    renderer = _render_meanwhile(settings, arguments) if settings.render_narration else None
    try:
        kiosk.attach(speaker, listener)
        if settings.listen:
            listener.start()
        return kiosk.run()
    finally:
        listener.close()
        speaker.close()
        if renderer is not None:
            renderer.kill()  # what it has rendered is kept
            renderer.wait()


def _kiosk(
    content: Content, settings: Settings, window: Window, session: Session, inbox: SimpleQueue[Message]
) -> Kiosk:
    """The shell with its inputs. What answers an input takes as long to import as a slide takes to draw."""
    from kiosk.app import Kiosk
    from kiosk.inputs.keys import Keys, key_codes
    from kiosk.inputs.touch import Touch
    from kiosk.journal import Journal

    keys = Keys(key_codes(content.keypad, str(content.keypad_file)), settings.double_strike_seconds)
    touch = Touch(
        window.target_at,
        window.panel.ppi,
        settings.double_strike_seconds,
        targets=lambda: window.targets,
        spot_at=window.spot_at,
        hold_seconds=settings.hold_to_press_seconds,
    )
    journal = Journal(Path(settings.journal) if settings.journal else None)
    is_quiet_now = partial(_is_quiet_now, settings)
    return Kiosk(
        content.deck, session, window, touch, keys, journal, inbox, is_quiet_now, key_device=content.keypad.device
    )


def _is_quiet_now(settings: Settings) -> bool:
    """Whether the clock of the room is in staff's quiet hours."""
    now = time.localtime()
    return is_between(now.tm_hour * 60 + now.tm_min, settings.quiet_from, settings.quiet_to)


def _render_meanwhile(settings: Settings, arguments: argparse.Namespace) -> subprocess.Popen[bytes]:
    """Start what renders the rest of the narration."""
    import subprocess

    command = [sys.executable, "-m", "kiosk", "narrate", "--all", "--idle"]
    for flag, value in (("--config", arguments.config), ("--deck", arguments.deck)):
        command += [flag, str(value)] if value else []
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def narration_pack(content: Content, settings: Settings) -> Pack | None:
    """The narration that the deck brings, unless the staff want another voice; None if there is none."""
    from audio.pack import PackError, open_pack

    folder = content.deck.narration_folder
    if settings.voice or not folder.is_dir():
        return None
    try:
        return open_pack(folder)
    except PackError as error:
        print(f"{error} The live voice speaks meanwhile.", file=sys.stderr)
        return None


def cache_folder(settings: Settings) -> Path | None:
    """Where rendered speech is kept: the setting, else the user's cache folder; None if nothing is to be kept."""
    if not settings.cache_megabytes:
        return None
    if settings.cache_folder:
        return Path(settings.cache_folder)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".cache")
    return Path(base) / "mmn-kiosk" / "speech"

