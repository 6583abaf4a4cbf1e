"""The listening process itself: it ends with its parent, keeps and sends nothing, and says when it can hear nothing."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from audio.api import Listening, MicrophoneLost, Report
from audio.listener import LiveListener
from tests.audio.sounds import speech, write_wav
from tests.rig import SoundRig, wait_until

PROGRAM = [sys.executable, "-W", "ignore", "-m", "audio.listener_process"]
WISH = {"generation": 1, "is_on": True, "phrases": ["next slide"]}


def start(env: dict[str, str]) -> subprocess.Popen[str]:
    """As the live listener starts it."""
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    return subprocess.Popen(PROGRAM, stdin=pipe, stdout=pipe, stderr=nowhere, env=env, text=True)


@pytest.mark.real
def test_it_ends_with_its_parent(sound: SoundRig) -> None:
    """However the parent ends, the pipe is closed."""
    process = start(sound.env)
    assert process.stdin is not None
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["event"] in ("alive", "back")
    process.stdin.close()
    assert process.wait(20) == 0
    process.stdout.close()


def test_a_language_without_a_model_is_said_and_it_lives_on() -> None:
    reports: queue.SimpleQueue[Report] = queue.SimpleQueue()
    listener = LiveListener(reports.put, language="de")
    listener.make_true(Listening(is_on=True, phrases=frozenset({"weiter"})))
    lost = reports.get(timeout=60)
    assert isinstance(lost, MicrophoneLost)
    assert "English only, not 'de'" in lost.reason
    process = listener.process_id
    with pytest.raises(queue.Empty):
        reports.get(timeout=1)
    assert listener.process_id == process
    listener.close()


@pytest.mark.real
def test_it_keeps_and_sends_nothing(sound: SoundRig, tmp_path: Path) -> None:
    """While it hears and understands, no file is open for writing, and no socket leads out of the machine."""
    home = tmp_path / "home"
    home.mkdir()
    with start({**sound.env, "HOME": str(home), "TMPDIR": str(home)}) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        print(json.dumps(WISH), file=process.stdin, flush=True)
        wait_until(lambda: "protocol-native" in sound.pactl("list", "short", "source-outputs"), 20, "a stream")
        said = write_wav(tmp_path / "said.wav", speech("next slide", tmp_path))
        for _ in range(2):  # the first may come too early
            sound.say_into_mic(said)
            sound.wait_said()
        seen_writing: set[str] = set()
        while json.loads(process.stdout.readline())["event"] != "heard":
            seen_writing |= open_for_writing(process.pid)
        seen_writing |= open_for_writing(process.pid)
        reaching_out = sockets_of(process.pid) & internet_sockets(process.pid)
        reaching_out |= sockets_of(process.pid) - unix_sockets(process.pid)
        process.stdin.close()
        process.wait(20)
    assert seen_writing == set()
    assert reaching_out == set()
    assert [path for path in home.rglob("*") if path.is_file()] == []


def open_for_writing(pid: int) -> set[str]:
    """Ordinary files that a process could write to now; not those in which libffi keeps code for callbacks."""
    maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
    code = {line.split(maxsplit=5)[-1] for line in maps if "x" in line.split()[1]}
    found = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            is_file = stat.S_ISREG(entry.stat().st_mode)
            flags = int((Path(f"/proc/{pid}/fdinfo") / entry.name).read_text().split("flags:")[1].split()[0], 8)
            target = os.readlink(entry)
        except FileNotFoundError:
            continue  # closed meanwhile
        if is_file and flags & os.O_ACCMODE != os.O_RDONLY and target not in code and not target.startswith("/memfd:"):
            found.add(target)
    return found


def sockets_of(pid: int) -> set[str]:
    """Inode numbers of a process's sockets."""
    links = []
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed meanwhile
            links.append(os.readlink(entry))
    return {link[8:-1] for link in links if link.startswith("socket:[")}


def unix_sockets(pid: int) -> set[str]:
    """Inode numbers of all sockets that lead to another program of this machine: the sound server."""
    return {line.split()[6] for line in Path(f"/proc/{pid}/net/unix").read_text().splitlines()[1:]}


def internet_sockets(pid: int) -> set[str]:
    """Inode numbers of all TCP and UDP sockets that the process could hold."""
    lines = [
        line.split()
        for kind in ("tcp", "tcp6", "udp", "udp6")
        for line in Path(f"/proc/{pid}/net/{kind}").read_text().splitlines()[1:]
    ]
    return {line[9] for line in lines}


@pytest.mark.real
@pytest.mark.parametrize("is_asked", [True, False])
def test_the_level_of_the_room_is_told_if_it_is_asked_for(sound: SoundRig, is_asked: bool) -> None:
    flags = ["--room"] * is_asked
    process = subprocess.Popen(
        [*PROGRAM, *flags], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=sound.env, text=True,
    )  # fmt: skip
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        print(json.dumps(WISH), file=process.stdin, flush=True)
        told = []
        while len([one for one in told if one["event"] == "alive"]) < 6:  # ten seconds
            told.append(json.loads(process.stdout.readline()))
        process.stdin.close()
        process.wait(20)
    levels = [one["level_db"] for one in told if one["event"] == "room"]
    assert bool(levels) is is_asked
    assert all(level <= -60 for level in levels), "nothing is played into the virtual microphone"
