"""The parent's side of the voice: a worker process, one request at a time, each with a deadline.

Knows: how to start, ask, give up on and restart a worker. Must not know: which engine runs in it, or what is played.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from audio.api import SpokenSentence, SpokenWord
from audio.rendered import Rendered

WORKER = (sys.executable, "-m", "audio.pyttsx3_voice")
START_SECONDS = 10.0
"""A worker that is not ready by then is counted as dead (the first start reads its files from a slow disk)."""
BACKOFF_SECONDS = (0.0, 1.0, 2.0, 5.0, 15.0, 30.0)
"""How long after the n-th failure in a row the next start waits."""
PROBE = SpokenSentence("Yes.", (SpokenWord(0, 4, "Yes."),))
PROBE_SECONDS = 1.0
"""A voice that is tried has so long for PROBE: what is to be said next waits meanwhile."""
PAUSE_MARKS = (".", ",", ";", ":", "?", "!")


class VoiceFailure(Exception):
    """The voice did not answer, or not with sound. The text is the reason, for the log."""


class VoiceRefusal(VoiceFailure):
    """The voice works, but gives no sound for this sentence: it would not at the next try either."""


class VoiceProcess:
    """One worker. All methods but close() are for one thread; close() may be called from any, and ends them."""

    def __init__(
        self,
        deadline_seconds: float = 5.0,
        command: Sequence[str] = WORKER,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._deadline_seconds = deadline_seconds
        self._command = tuple(command)
        self._clock = clock
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[tuple[dict[str, Any], bytes] | None] = queue.SimpleQueue()
        self._last_id = 0
        self._failures = 0
        self._next_start = 0.0
        self._reason = ""
        self._missing = self._voice = ""
        self._lock = threading.Lock()
        self._is_closed = False

    def render(
        self, sentence: SpokenSentence, language: str, voice: str, rate_wpm: int, is_clear: bool = False
    ) -> Rendered:
        """One sentence as sound. Raises VoiceFailure; the worker is then started anew at a later call."""
        words = words_of(sentence)
        return self._rendered(words, {"language": language, "voice": voice, "rate": rate_wpm, "clear": is_clear})

    def read_kept(
        self, sentence: SpokenSentence, path: Path, sha256: str, starts: Sequence[float], speed: float, is_clear: bool
    ) -> Rendered:
        """A sentence that was rendered beforehand, at ``speed`` times its own pace. Raises VoiceFailure."""
        kept = {"kept": str(path.resolve()), "sha256": sha256, "starts": list(starts), "speed": speed}
        return self._rendered(words_of(sentence), {**kept, "clear": is_clear})

    def ping(self) -> None:
        """Start the worker, if it is time to, and see that it answers. Raises VoiceFailure."""
        self._ask({"ping": True}, self._deadline_seconds)
        self._failures = 0

    def _rendered(self, words: list[str], wish: dict[str, Any]) -> Rendered:
        if not words:
            return Rendered(b"", 0.0, ())
        request = {"words": words, **wish}
        head, samples = self._ask(request, self._deadline_seconds)
        try:
            times = tuple((float(start), float(end)) for start, end in head["words"])
            rendered = Rendered(samples, float(head["seconds"]), times, bool(head["estimated"]))
            self._missing, self._voice = str(head["missing"]), str(head["voice"])
        except (KeyError, TypeError, ValueError) as error:
            raise self._failed(f"the voice answered nonsense: {error!r}") from error
        if len(times) != len(words):
            raise self._failed("the voice answered with other words")
        if not any(samples) and any(sign.isalnum() for word in words for sign in word):
            raise VoiceRefusal(str(self._failed("the voice answered with silence")))
        self._failures = 0
        return rendered

    @property
    def spoken_by(self) -> str:
        """The voice that spoke last, by the engine's name for it."""
        return self._voice

    @property
    def missing(self) -> str:
        """The voice that was asked for last and is not there, or "": then the language's default one speaks."""
        return self._missing

    def list_voices(self) -> tuple[tuple[str, str, str], ...]:
        """(id, name, language) of every voice. Raises VoiceFailure."""
        head, _ = self._ask({"list": True}, self._deadline_seconds)
        return tuple((str(one[0]), str(one[1]), str(one[2])) for one in head.get("voices", ()))

    def check(self) -> None:
        """See that the voice speaks, and start it if it is time to. Raises VoiceFailure."""
        request = {"words": words_of(PROBE), "language": "en", "voice": "", "rate": 150}
        _, samples = self._ask(request, min(PROBE_SECONDS, self._deadline_seconds))
        if not any(samples):
            raise self._failed("the voice answered with silence")
        self._failures = 0

    def seconds_to_retry(self) -> float:
        """How long until a start would be tried again."""
        return max(0.0, self._next_start - self._clock())

    def close(self) -> None:
        """End the worker. A second call does nothing."""
        with self._lock:
            self._is_closed = True
        self._kill()

    def _ask(self, request: dict[str, Any], seconds: float) -> tuple[dict[str, Any], bytes]:
        process = self._start()
        self._last_id += 1
        line = json.dumps({"id": self._last_id, **request}).encode() + b"\n"
        assert process.stdin is not None
        try:
            process.stdin.write(line)
            process.stdin.flush()
        except (OSError, ValueError) as error:
            raise self._failed(f"the voice has gone: {error}") from error
        head, samples = self._receive(self._last_id, seconds)
        if "error" in head:
            # The worker is alive and says what is wrong: keep it.
            self._count_failure(str(head["error"]))
            raise VoiceRefusal(self._reason)
        return head, samples

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        if self._process is not None:
            self._failed(f"the voice ended by itself ({self._process.returncode})")
        if self.seconds_to_retry() > 0:
            raise VoiceFailure(self._reason)
        with self._lock:
            if self._is_closed:
                raise VoiceFailure("the voice is closed")
            try:
                process = self._spawn()
            except OSError as error:
                raise self._count_failure(f"the voice cannot be started: {error}") from error
        head, _ = self._receive(0, START_SECONDS)
        if "error" in head:
            raise self._failed(f"no voice: {head['error']}")
        return process

    def _spawn(self) -> subprocess.Popen[bytes]:
        root = str(Path(__file__).resolve().parent.parent)
        path = os.environ.get("PYTHONPATH")
        process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={
                **os.environ,
                "PYTHONPATH": root + (os.pathsep + path if path else ""),
                "OPENBLAS_NUM_THREADS": "1",  # numpy's idle threads would cost memory
            },
        )
        self._answers = queue.SimpleQueue()
        assert process.stdout is not None
        threading.Thread(
            target=_read_answers, args=(process.stdout, self._answers), name="voice-answers", daemon=True
        ).start()
        self._process = process
        return process

    def _receive(self, number: int, seconds: float) -> tuple[dict[str, Any], bytes]:
        end = self._clock() + seconds
        while True:
            try:
                answer = self._answers.get(timeout=max(0.0, end - self._clock()))
            except queue.Empty:
                raise self._failed(f"the voice did not answer within {seconds:g} s") from None
            if answer is None:
                raise self._failed("the voice broke off")
            if answer[0].get("id") == number:
                return answer

    def _failed(self, reason: str) -> VoiceFailure:
        self._kill()
        return self._count_failure(reason)

    def _count_failure(self, reason: str) -> VoiceFailure:
        self._reason = reason
        self._next_start = self._clock() + BACKOFF_SECONDS[min(self._failures, len(BACKOFF_SECONDS) - 1)]
        self._failures += 1
        return VoiceFailure(reason)

    def _kill(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was still to be written has no reader
                    pipe.close()


def _read_answers(pipe: BinaryIO, answers: queue.SimpleQueue[tuple[dict[str, Any], bytes] | None]) -> None:
    """Put every answer of one worker into ``answers``, then None at its end or at the first broken one."""
    # A broken answer, or a pipe that is closed under us, is the same as the end.
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        while line := pipe.readline():
            head = json.loads(line)
            samples = pipe.read(int(head["bytes"]))
            if len(samples) != head["bytes"]:
                break
            answers.put((head, samples))
    answers.put(None)


def engine_name() -> str:
    """What speaks, by name and version: the same name gives the same sound."""
    from importlib.metadata import PackageNotFoundError, version

    names = [sys.platform] if sys.platform == "linux" else [sys.platform, platform.release()]
    for package in ("pyttsx3", "espeakng-loader"):
        try:
            names.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            names.append(f"no {package}")  # then the system's own
    return ", ".join(names)


def words_of(sentence: SpokenSentence) -> list[str]:
    """The words as the voice is given them: pauses are signs behind them, and the last one always has one."""
    words = ["".join(sign if sign.isprintable() else " " for sign in word.spoken).strip() for word in sentence.words]
    if words and not words[-1].endswith(PAUSE_MARKS):
        words[-1] += "."
    return words
