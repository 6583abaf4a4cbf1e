"""The folder of rendered narration: what is in it is found, what is not whole is not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audio.pack import INDEX, PackError, open_pack
from tests.audio.a_pack import ABOUT, make_pack
from tests.audio.sound_out import sentence

ONE, TWO, OTHER = sentence("Yes, it is."), sentence("No more."), sentence("Something else.")


def test_what_was_written_is_found(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, ONE, TWO)
    assert pack.about == ABOUT and len(pack) == 2
    found = pack.find(ONE)
    assert found and found[0].is_file() and found[1].starts == (0.0, 0.25, 0.5)
    assert pack.find(OTHER) is None


def test_a_screen_is_spoken_by_one_voice(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, ONE, TWO)
    assert pack.has_all((ONE, TWO)) and pack.has_all(())
    assert not pack.has_all((ONE, OTHER, TWO))


def test_a_changed_word_has_no_sound(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, ONE)
    assert pack.find(sentence("Yes, it was.")) is None


@pytest.mark.parametrize("damage", ["truncated", "gone", "marked"])
def test_what_is_not_whole_is_not_there(tmp_path: Path, damage: str) -> None:
    pack = make_pack(tmp_path, ONE, TWO)
    found = pack.find(ONE)
    assert found
    if damage == "truncated":
        found[0].write_bytes(found[0].read_bytes()[:-10])
    elif damage == "gone":
        found[0].unlink()
    else:
        pack.mark_damaged(ONE)
    assert pack.find(ONE) is None and not pack.has_all((ONE, TWO))
    assert pack.find(TWO) is not None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "cannot be read"),
        ("[]", "cannot be read"),
        ('{"version": 0}', "version 0"),
        ('{"version": 1, "sentences": {}}', "cannot be read"),
    ],
)
def test_an_index_that_cannot_be_used_says_why(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / INDEX).write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match=told) as caught:
        open_pack(tmp_path)
    assert str(tmp_path) in str(caught.value)


def test_a_folder_without_an_index_says_so(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="there is no"):
        open_pack(tmp_path)


def test_the_index_is_plain_data(tmp_path: Path) -> None:
    make_pack(tmp_path, ONE)
    table = json.loads((tmp_path / INDEX).read_text(encoding="utf-8"))
    assert table["voice"] == "tones" and table["license"] == "Apache-2.0"
    assert not list(tmp_path.glob("*.part"))
