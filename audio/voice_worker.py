"""The voice's process: sentences in, sound out. ``python -m audio.pyttsx3_voice``; voice_process starts it.

Knows: how requests and answers look on the pipe. Must not know: who asks, what is played, what is kept.

A request is one JSON line on standard input, an answer one JSON line and then samples on standard output:

    {"id": 7, "words": ["About", "3,000."], "language": "en", "voice": "", "rate": 150}
    {"id": 7, "bytes": 88200, "seconds": 1.0, "words": [[0.01, 0.4], [0.4, 1.0]], "estimated": false,
     "voice": "gmw/en-us", "missing": ""}

Pauses are signs behind the words. The samples are those of audio.rendered; ``words`` are seconds (start, end).
``missing``: the voice that was asked for and is not there, or the language if none speaks it. A sentence that was
rendered beforehand has instead of a voice "kept" (its file), "sha256", "starts" (seconds in the file) and "speed";
"clear": true asks for clear_speech.
{"id": 8, "list": true} asks for the voices: {"id": 8, "bytes": 0, "voices": [["gmw/en-us", "English (America)",
"en-us"], …]}; {"id": 9, "ping": true} for an answer. What goes wrong is {"id": 7, "bytes": 0, "error": "…"}. The first
line the worker writes, with id 0, says that it is ready.

It ends when its standard input ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from audio.clear_speech import clearer
from audio.kept_speech import paced, read_kept
from audio.pyttsx3_voice import Voice, make_voice
from audio.shape import RawSpeech, shape

ALARM_SECONDS = 60
"""A request that takes longer ends the process: a parent that was killed cannot do it."""
SLOWEST_LIVE_WPM = 90
"""A live voice is asked for no slower speech: below that it is stretched (espeak itself ends at 80)."""
PIPE_BYTES = 1 << 20
"""A pipe that takes a sentence at once, where the system lets us ask for it."""


class LiveVoice:
    """The operating system's voice, made when it is first needed: kept speech needs none."""

    def __init__(self, make: Callable[[], Voice] = make_voice) -> None:
        self._make = make
        self._voice: Voice | None = None

    def voice(self) -> Voice:
        """Raises RuntimeError, with what the engine says, where there is none."""
        if self._voice is None:
            try:
                self._voice = self._make()
            except Exception as error:  # whatever the engine raises is the answer
                raise RuntimeError(f"no voice: {type(error).__name__}: {error}") from error
        return self._voice

    def speak(self, request: dict[str, Any]) -> tuple[RawSpeech, str, str]:
        """(sound, voice that spoke, voice that is missing or "") for the words of a request."""
        voice, rate = self.voice(), request["rate"]
        least = max(rate, SLOWEST_LIVE_WPM)
        taken, missing = voice.choose(request["language"], request["voice"], least)
        raw = RawSpeech(*voice.render(request["words"]))
        return (raw if least == rate else paced(raw, rate / least)), taken, missing


def answer(live: LiveVoice, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """What to write back for one request: the line (without id), and the samples."""
    if request.get("ping"):
        return {}, b""
    if request.get("list"):
        return {"voices": live.voice().voices()}, b""
    taken = missing = ""
    if "kept" in request:
        raw = read_kept(Path(request["kept"]), request["sha256"], request["starts"], request["speed"])
    else:
        raw, taken, missing = live.speak(request)
    if request.get("clear"):
        raw = clearer(raw)
    rendered = shape(raw, request["words"])
    head = {"seconds": rendered.seconds, "words": rendered.words, "estimated": rendered.is_estimated}
    return {**head, "voice": taken, "missing": missing}, rendered.pcm


def serve(requests: BinaryIO, answers: BinaryIO, live: LiveVoice) -> int:
    """Answer requests until there are no more."""

    def write(line: dict[str, Any], samples: bytes = b"") -> None:
        answers.write(json.dumps({**line, "bytes": len(samples)}).encode() + b"\n" + samples)
        answers.flush()

    write({"id": 0})
    for line in requests:
        request = json.loads(line)
        _alarm(ALARM_SECONDS)
        try:
            head, samples = answer(live, request)
        except Exception as error:  # noqa: BLE001  # whatever an engine raises is the answer
            head, samples = {"error": f"{type(error).__name__}: {error}"}, b""
        _alarm(0)
        write({"id": request["id"], **head}, samples)
    return 0


def _alarm(seconds: int) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _widen(pipe: BinaryIO) -> None:
    if sys.platform == "linux":
        import fcntl

        with contextlib.suppress(OSError):  # no pipe, or not allowed: then it goes in pieces
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def main() -> int:
    """The worker. What pyttsx3 prints goes to standard error: standard output is the pipe."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _widen(answers)
    try:
        return serve(sys.stdin.buffer, answers, LiveVoice())
    except BrokenPipeError:
        return 0  # the parent has gone
