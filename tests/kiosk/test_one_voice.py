"""A slide never mixes two voices: over the whole deck that is shipped, whichever sound is missing."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from audio.api import Narration
from audio.live_speaker import KEPT_VOICE, VoiceSource
from audio.pack import About, Entry, Pack, key_of_words, open_pack, write_index
from audio.voice_process import VoiceProcess, words_of
from content.deck import FileDeck
from tests.known_narration import Screen, slide_screen, topic_screens


@pytest.fixture(scope="module")
def screens(deck: FileDeck) -> list[Screen]:
    return [*(slide_screen(deck, index) for index in range(len(deck))), *topic_screens(deck)]


@pytest.fixture(scope="module")
def pack(screens: list[Screen], tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """Narration for all of them. Nobody plays it: each file holds its own name."""
    folder = tmp_path_factory.mktemp("pack")
    entries = {}
    for sentence in {sentence for screen in screens for sentence in screen}:
        key = key_of_words(words_of(sentence))
        (folder / f"{key}.ogg").write_text(key)
        starts = tuple(float(number) for number in range(len(sentence.words)))
        entries[key] = Entry("", len(key), hashlib.sha256(key.encode()).hexdigest(), starts)
    write_index(folder, About("en", "names", "", "", "", 150), entries)
    return open_pack(folder)


def live(pack: Pack, screens: list[Screen]) -> set[int]:
    """Which of the screens the live voice says."""
    source = VoiceSource(VoiceProcess(1.0), None, pack)
    how = Narration(None)
    return {number for number, screen in enumerate(screens) if source.voiced(how, screen).voice != KEPT_VOICE}


def test_the_whole_deck_is_said_by_its_narration(pack: Pack, screens: list[Screen]) -> None:
    assert live(pack, screens) == set()


@pytest.mark.parametrize("place", [0, -1], ids=["first", "last"])
def test_a_screen_of_which_one_sound_is_missing_is_said_by_the_live_voice_and_no_other_is(
    pack: Pack, screens: list[Screen], place: int
) -> None:
    keys = [[key_of_words(words_of(sentence)) for sentence in screen] for screen in screens]
    for number, mine in enumerate(keys):
        path: Path = pack.file(mine[place])
        sharing = {other for other, others in enumerate(keys) if mine[place] in others}
        data = path.read_bytes()
        path.unlink()
        assert number in sharing
        assert live(pack, screens) == sharing
        path.write_bytes(data)
    assert live(pack, screens) == set(), "what was put back is there again"
