"""Kept sentences: the same back, or nothing; never too much; never in the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from audio.cache import LEFTOVER_SECONDS, SUFFIX, TEMPORARY, Cache, key_of
from audio.rendered import Rendered

SOUND = Rendered(bytes(range(256)) * 40, 1.5, ((0.0, 0.5), (0.5, 1.5)), is_estimated=True)
ROOT = Path(__file__).resolve().parents[2]


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*" + SUFFIX))


def test_what_is_kept_comes_back_the_same_and_to_the_next_program_too(tmp_path: Path) -> None:
    key = key_of("a", 1)
    assert Cache(tmp_path / "new", 10**6).get(key) is None
    assert Cache(tmp_path / "new", 10**6).put(key, SOUND) == ""
    assert Cache(tmp_path / "new", 10**6).get(key) == SOUND
    assert len(list((tmp_path / "new").iterdir())) == 1  # nothing is left beside it


def test_everything_that_changes_the_sound_changes_the_key() -> None:
    keys = {key_of(*parts) for parts in ((1, "a", "b"), (2, "a", "b"), (1, "ab"), (1, "a", "b", ""), (1, "b", "a"))}
    assert len(keys) == 5


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "older", "garbage", "head only"])
def test_a_damaged_file_counts_as_none_and_is_made_anew(tmp_path: Path, damage: str) -> None:
    cache, key = Cache(tmp_path, 10**6), key_of(damage)
    cache.put(key, SOUND)
    (path,) = files(tmp_path)
    data = path.read_bytes()
    path.write_bytes(
        {
            "cut": data[:-100],
            "flipped": data[:-50] + bytes([data[-50] ^ 1]) + data[-49:],
            "empty": b"",
            "older": data.replace(b'"version": 1', b'"version": 0', 1),
            "garbage": os.urandom(500),
            "head only": data.split(b"\n")[0],
        }[damage]
    )
    assert cache.get(key) is None
    assert files(tmp_path) == []
    assert cache.put(key, SOUND) == ""
    assert cache.get(key) == SOUND


def test_the_longest_unread_is_given_up_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 55_000)  # five of about 10.4 kB
    for number in range(5):
        cache.put(key_of(number), SOUND)
        os.utime(tmp_path / (key_of(number) + SUFFIX), (1000 + number, 1000 + number))
    assert cache.get(key_of(0)) == SOUND  # now the most recent
    cache.put(key_of(5), SOUND)
    kept = [number for number in range(6) if cache.get(key_of(number)) is not None]
    assert 0 in kept
    assert 5 in kept
    assert 1 not in kept
    assert sum(path.stat().st_size for path in files(tmp_path)) <= 55_000


def test_a_folder_left_too_full_by_another_setting_is_brought_down(tmp_path: Path) -> None:
    large = Cache(tmp_path, 10**6)
    for number in range(20):
        large.put(key_of(number), SOUND)
    Cache(tmp_path, 30_000).put(key_of("new"), SOUND)
    assert sum(path.stat().st_size for path in files(tmp_path)) <= 30_000
    assert Cache(tmp_path, 30_000).get(key_of("new")) == SOUND


def test_a_folder_that_cannot_be_written_is_told_once_and_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file" / "cache", 10**6)
    problem = cache.put(key_of(1), SOUND)
    assert "cannot be kept" in problem
    assert str(tmp_path) in problem
    assert cache.put(key_of(2), SOUND) == ""
    assert cache.get(key_of(1)) is None


def test_a_full_disk_is_told_once_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    # A file size limit stands for the full disk: the write fails in the middle.
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from audio.cache import Cache; from audio.rendered import Rendered\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "cache = Cache(Path(sys.argv[1]), 10**6)\n"
        "for key, size in (('a', 50000), ('b', 100), ('c', 50000)):\n"
        "    print(cache.put(key, Rendered(bytes(size), 1.0, ())))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.count("cannot be kept") == 1, "a short sentence that still fits does not make it news again"
    assert [path.name for path in tmp_path.iterdir()] == ["b" + SUFFIX]


def test_a_program_killed_while_it_writes_leaves_no_wrong_sentence(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from audio.cache import Cache; from audio.rendered import Rendered\n"
        "cache = Cache(Path(sys.argv[1]), 10**9)\n"
        "for number in range(10**6):\n"
        "    pcm = bytes([number % 251]) * 3_000_000\n"
        "    cache.put(f'{number % 7:064d}', Rendered(pcm, 1.0, ((0.0, float(number)),)))\n"
        "    print(number, flush=True)\n"
    )
    for rounds in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for _ in range(4 + rounds):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.stdout.close()
        process.wait()
    cache = Cache(tmp_path, 10**9)
    kept = [cache.get(path.name.removesuffix(SUFFIX)) for path in files(tmp_path)]
    assert len(kept) >= 4
    for rendered in kept:
        assert rendered is not None
        assert set(rendered.pcm) == {int(rendered.words[0][1]) % 251}


def test_what_a_killed_program_left_is_swept_and_what_another_writes_now_is_not(tmp_path: Path) -> None:
    old, new = tmp_path / ("old" + TEMPORARY), tmp_path / ("new" + TEMPORARY)
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    long_ago = time.time() - LEFTOVER_SECONDS - 1
    os.utime(old, (long_ago, long_ago))
    Cache(tmp_path, 10**6).put(key_of(1), SOUND)
    assert not old.exists()
    assert new.exists()
