"""The voice's process: sentences in, sound out. ``python -m audio.pyttsx3_voice``; voice_process starts it.

Knows: how requests and answers look on the pipe. Must not know: who asks, what is played, what is kept.

A request is one JSON line on standard input, an answer one JSON line and then samples on standard output:

    {"id": 7, "words": ["About", "3,000."], "language": "en", "voice": "", "rate": 150}
    {"id": 7, "bytes": 88200, "seconds": 1.0, "words": [[0.01, 0.4], [0.4, 1.0]], "estimated": false,
     "voice": "gmw/en-us", "missing": ""}

Pauses are signs behind the words. The samples are those of audio.rendered; ``words`` are seconds (start, end).
``missing``: the voice that was asked for and is not there. {"id": 8, "list": true} asks for the voices:
{"id": 8, "bytes": 0, "voices": [["gmw/en-us", "English (America)", "en-us"], …]}. What goes wrong is
{"id": 7, "bytes": 0, "error": "…"}. The first line the worker writes, with id 0, says that it is ready.

It ends when its standard input ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from typing import Any, BinaryIO

from audio.pyttsx3_voice import Voice, make_voice
from audio.shape import RawSpeech, shape

ALARM_SECONDS = 60
"""A request that takes longer ends the process: a parent that was killed cannot do it."""
PIPE_BYTES = 1 << 20
"""A pipe that takes a sentence at once, where the system lets us ask for it."""


def answer(voice: Voice, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """What to write back for one request: the line (without id), and the samples."""
    if request.get("list"):
        return {"voices": voice.voices()}, b""
    taken, missing = voice.choose(request["language"], request["voice"], request["rate"])
    words = request["words"]
    rendered = shape(RawSpeech(*voice.render(words)), words)
    head = {"seconds": rendered.seconds, "words": rendered.words, "estimated": rendered.is_estimated}
    return {**head, "voice": taken, "missing": missing}, rendered.pcm


def serve(requests: BinaryIO, answers: BinaryIO) -> int:
    """Answer requests until there are no more. 1 if there is no voice at all."""

    def write(line: dict[str, Any], samples: bytes = b"") -> None:
        answers.write(json.dumps({**line, "bytes": len(samples)}).encode() + b"\n" + samples)
        answers.flush()

    try:
        voice = make_voice()
    except Exception as error:  # noqa: BLE001  # whatever the engine raises is the answer
        write({"id": 0, "error": f"{type(error).__name__}: {error}"})
        return 1
    write({"id": 0})
    for line in requests:
        request = json.loads(line)
        _alarm(ALARM_SECONDS)
        try:
            head, samples = answer(voice, request)
        except Exception as error:  # noqa: BLE001  # the same
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
        return serve(sys.stdin.buffer, answers)
    except BrokenPipeError:
        return 0  # the parent has gone
