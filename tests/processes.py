"""How the tests start other programs so that none is left behind, and wait for what these do.

Knows: processes, time. Must not know: what runs in them. Linux only.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

TIED = ("setpriv", "--pdeathsig", "KILL")
"""Command prefix: the kernel ends this process when the tests end."""
TOOLS = ("Xvfb", "xdotool", "pulseaudio", "pactl", "parec", "paplay", "flite", "setpriv")


class RigError(Exception):
    """A server of the rig did not do what it should; the message holds its own words."""


def missing_tools() -> tuple[str, ...]:
    """The programs the rig needs and this machine lacks."""
    return tuple(tool for tool in TOOLS if shutil.which(tool) is None)


Answer = TypeVar("Answer")


def wait_until(question: Callable[[], Answer], seconds: float, what: str) -> Answer:
    """Ask until the answer is true, and hand it back. Raises RigError, naming ``what``, after ``seconds``."""
    deadline = time.monotonic() + seconds
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise RigError(f"not within {seconds:g} s: {what}")
        time.sleep(0.01)


def end(process: subprocess.Popen[bytes], seconds: float = 5.0) -> None:
    """End a process that leads its own group: politely, then by force. A second call does nothing."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(seconds)
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe:
            pipe.close()


def run(command: list[str], env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a short command to its end."""
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)


@contextlib.contextmanager
def environment(changed: Mapping[str, str]) -> Iterator[None]:
    """``os.environ`` as ``changed`` says, for a test that uses a device in its own process; put back afterwards."""
    before = dict(os.environ)
    os.environ.update(changed)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
