"""The whole kiosk when something is wrong with its voice: what is heard, by which voice, and what the screen says."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from audio.cache import SUFFIX, TEMPORARY, Cache
from audio.pack import INDEX, Pack
from content import places
from content.deck import FileDeck
from kiosk.loading import load_content
from kiosk.state import RATES_WPM
from tests.audio.a_pack import by_word, make_pack
from tests.blind_visitor import BlindVisitor
from tests.ear import Ear
from tests.kiosk.view import ocr
from tests.known_narration import Screen, narrated, said, slide_screen
from tests.pilot import KIOSK, Pilot, kiosk_environment
from tests.rig import ScreenRig, SoundRig

pytestmark = pytest.mark.real

SPEED = 7
SAID_SECONDS = 2.5
"""So long it is silent only when a slide has been read: on a busy machine it begins late, too."""
RATE_WPM = RATES_WPM[SPEED - 1]
BRISK = f"[sound]\nspeed = {SPEED}\n"
NO_ENGINE = """
import ctypes

real = ctypes.CDLL.__init__


def refused(self, name, *args, **kwargs):
    if "espeak" in str(name):
        raise OSError(f"{name}: cannot open shared object file: No such file or directory")
    real(self, name, *args, **kwargs)


ctypes.CDLL.__init__ = refused
raise ImportError("No module named 'espeakng_loader'")
"""
"""In the place of espeakng_loader: neither pip nor the system has an engine."""


@pytest.fixture
def no_engine(tmp_path: Path) -> Path:
    """A folder of Python modules that makes this machine one without a voice."""
    folder = tmp_path / "no engine"
    folder.mkdir()
    (folder / "espeakng_loader.py").write_text(NO_ENGINE, encoding="utf-8")
    return folder


@pytest.fixture
def deck_folder(tmp_path: Path) -> Path:
    """A copy of the deck without narration."""
    folder = tmp_path / "deck"
    shutil.copytree(places.default_deck_folder(), folder, ignore=shutil.ignore_patterns("narration"))
    return folder


@pytest.fixture
def deck(deck_folder: Path) -> FileDeck:
    return load_content(None, deck_folder).deck


@pytest.fixture
def screens(deck: FileDeck) -> list[Screen]:
    """What is said on the first slides."""
    return [slide_screen(deck, index) for index in range(3)]


@pytest.fixture
def pack(deck: FileDeck, screens: list[Screen]) -> Pack:
    """The copy's narration of its first slides: whistles, nothing like a voice."""
    return make_pack(deck.narration_folder, *(one for screen in screens for one in screen), sound=by_word)


def ear_for(screens: list[Screen], pack: Pack | None) -> Ear[str]:
    """Understands these screens in the live voice ("live: …") and as this pack has them ("rendered: …")."""
    live = {f"live: {text}": sound for text, sound in narrated(screens, RATE_WPM, None).items()}
    if pack is not None:
        live |= {f"rendered: {text}": sound for text, sound in narrated(screens, RATE_WPM, pack).items()}
    return Ear(live)


def is_of(screen: Screen) -> Callable[[str], bool]:
    """Whether something that was said belongs to this screen."""
    return {said(sentence) for sentence in screen}.__contains__


def voices_of(screen: Screen, heard: list[str]) -> set[str]:
    """The voices in which sentences of this screen were said."""
    texts = {said(sentence) for sentence in screen}
    return {voice for voice, _, text in (one.partition(": ") for one in heard) if text in texts}


def lost_voices(pilot: Pilot) -> list[str]:
    """Why the voice was lost, each time."""
    return [one["reason"] for one in pilot.events() if one["event"] == "device_lost" and one["device"] == "voice"]


def header(pilot: Pilot) -> str:
    """What can be read at the top of the screen, where the signs are, in small letters without spaces."""
    red, green, blue = np.moveaxis(pilot.screenshot()[: pilot.size[1] // 8].astype(np.uint32), 2, 0)
    return "".join(read.text for read in ocr.read(ocr.shade(red << 16 | green << 8 | blue)))


# ---------------------------------------------------------------- no voice, or only one of the two


def test_without_any_voice_the_captions_go_on_and_a_sign_says_so(
    tmp_path: Path, screen: ScreenRig, sound: SoundRig, deck_folder: Path, no_engine: Path
) -> None:
    with Pilot(tmp_path, screen, sound, BRISK, arguments=("--deck", str(deck_folder)), modules=no_engine) as pilot:
        lost = pilot.wait_for("device_lost", device="voice", timeout=20)
        assert "espeak" in lost["reason"].lower()
        started = pilot.wait_for("utterance_started", timeout=20)
        word = pilot.wait_for("word_started", number=started["number"], sentence=2, timeout=20)
        assert word["is_estimated"]
        assert "pleasereadhere" in header(pilot)
        assert pilot.sounding(started["t"], word["t"]) == 0.0
        pilot.touch("Next")
        pilot.wait_for("slide_shown", number=2)
        pilot.wait_for("word_started", sentence=1, timeout=20)
        assert pilot.stop() == 0


def test_without_a_live_voice_the_narration_speaks_and_no_sign_is_shown(
    tmp_path: Path, screen: ScreenRig, sound: SoundRig, deck_folder: Path, no_engine: Path, screens: list[Screen],
    pack: Pack,
) -> None:  # fmt: skip
    ear = Ear(narrated(screens, RATE_WPM, pack))
    with Pilot(tmp_path, screen, sound, BRISK, arguments=("--deck", str(deck_folder)), modules=no_engine) as pilot:
        visitor = BlindVisitor(pilot, ear)
        visitor.hear(is_of(screens[0]), 40)
        visitor.press("Right")
        assert is_of(screens[1])(visitor.hear().said)
        assert "read" not in header(pilot)
        assert lost_voices(pilot) == []


# ---------------------------------------------------------------- narration that is not whole


def test_a_slide_of_which_one_sound_is_gone_is_all_said_by_the_live_voice_and_the_next_is_not(
    tmp_path: Path, screen: ScreenRig, sound: SoundRig, deck_folder: Path, screens: list[Screen], pack: Pack
) -> None:
    ear = ear_for(screens, pack)
    path, _ = pack.find(screens[0][-1]) or pytest.fail("it was made")
    path.unlink()
    with Pilot(tmp_path, screen, sound, BRISK, arguments=("--deck", str(deck_folder))) as pilot:
        visitor = BlindVisitor(pilot, ear)
        visitor.hear(seconds=40)
        visitor.press("r")
        first = [one.said for one in visitor.hear_all(SAID_SECONDS)]
        visitor.press("Right")
        second = [one.said for one in visitor.hear_all(SAID_SECONDS)]
        assert len(first) >= 3 and len(second) >= 3
        assert voices_of(screens[0], first) == {"live"}
        assert voices_of(screens[1], second) == {"rendered"}
        (told,) = lost_voices(pilot)
        assert path.name in told


def test_narration_of_an_older_version_is_told_and_the_live_voice_speaks(
    tmp_path: Path, screen: ScreenRig, sound: SoundRig, deck_folder: Path, screens: list[Screen], pack: Pack
) -> None:
    index = pack.folder / INDEX
    table = json.loads(index.read_text(encoding="utf-8"))
    index.write_text(json.dumps({**table, "version": 0}), encoding="utf-8")
    ear = ear_for(screens, None)
    with Pilot(tmp_path, screen, sound, BRISK, arguments=("--deck", str(deck_folder))) as pilot:
        visitor = BlindVisitor(pilot, ear)
        assert visitor.hear(seconds=40).said.startswith("live: ")
        assert lost_voices(pilot) == []
        assert "is of version 0" in pilot.log.read_text(encoding="utf-8")


# ---------------------------------------------------------------- texts and disks


def test_a_word_of_400_letters_is_shown_and_said_and_the_visit_goes_on(
    tmp_path: Path, screen: ScreenRig, sound: SoundRig, deck_folder: Path
) -> None:
    slide = next((deck_folder / "slides").glob("01-*/01-*.toml"))
    text = slide.read_text(encoding="utf-8")
    long_word = "pneumonoultramicroscopic" * 17
    slide.write_text(text.replace("It is a neurological", f"A {long_word}. It is a neurological"), encoding="utf-8")
    with Pilot(tmp_path, screen, sound, "[sound]\nspeed = 9\n", arguments=("--deck", str(deck_folder))) as pilot:
        word = pilot.wait_for("word_started", shown=long_word, timeout=40)
        assert pilot.sounding(word["t"], word["t"] + 2.0) > 0.5
        pilot.wait_for("word_started", shown="neurological", timeout=40)
        assert lost_voices(pilot) == []


def test_signs_that_can_be_neither_shown_nor_said_are_refused_with_their_places(
    tmp_path: Path, deck_folder: Path
) -> None:
    slide = next((deck_folder / "slides").glob("01-*/01-*.toml"))
    text = slide.read_text(encoding="utf-8")
    slide.write_text(text.replace("It is a neurological", "😀 αβ. It is a neurological"), encoding="utf-8")
    done = subprocess.run(
        [*KIOSK, "run", "--deck", str(deck_folder)],
        cwd=tmp_path, env=kiosk_environment(tmp_path), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert all(sign in done.stderr for sign in ("😀", "α", "β", slide.name))
    assert "Traceback" not in done.stderr


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """A folder on a disk that is soon full, and what to put before a command that writes there.

    As root it is a file system of 256 kB. Where mounting is not allowed, a limit on the size of every file stands for
    it: the write of a longer sentence fails in the same place, with another number.
    """
    folder = tmp_path / "full"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        yield folder, ("prlimit", "--fsize=200000")
        return
    try:
        yield folder, ()
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_disk_that_is_full_of_kept_speech_is_told_once_and_every_sentence_is_heard(
    tmp_path: Path, screen: ScreenRig, sound: SoundRig, deck_folder: Path, screens: list[Screen],
    full_disk: tuple[Path, tuple[str, ...]],
) -> None:  # fmt: skip
    folder, before = full_disk
    settings = f'{BRISK}cache_folder = "{folder}"\n'
    deck = ("--deck", str(deck_folder))
    ear = Ear(narrated(screens, RATE_WPM, None))
    with Pilot(tmp_path, screen, sound, settings, arguments=deck, before=before) as pilot:
        visitor = BlindVisitor(pilot, ear)
        visitor.hear(seconds=40)
        for place in (0, 1):
            visitor.press("r" if place == 0 else "Right")
            heard = {one.said for one in visitor.hear_all(SAID_SECONDS)}
            can_tell = {said(one) for one in screens[place]} & set(visitor.ear.names)
            assert len(can_tell - heard) <= 1, "a busy machine drops some sound now and then"
        assert not [one for one in pilot.events() if one.get("is_estimated")], "no word had to pass in silence"
        (told,) = lost_voices(pilot)
        assert "cannot be kept" in told and str(folder) in told
        assert pilot.stop() == 0
    assert list(folder.glob("*" + TEMPORARY)) == []
    cache = Cache(folder, 10**6)
    for path in folder.glob("*" + SUFFIX):
        assert cache.get(path.name.removesuffix(SUFFIX)) is not None, "what was kept is whole"
