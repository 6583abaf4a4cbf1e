"""The process that listens: microphone, pipeline and recogniser, away from the screen and its loop.

Knows: the lines that it exchanges with ``listener``. Must not know: commands, sessions, screens.

In, one JSON line a change: {"generation", "is_on", "phrases"}; the end of the input ends the process.
Out, one JSON line an event: {"event": "alive" | "heard" | "nothing" | "room" | "lost" | "back", "generation", …}.
Sound and words are in memory only: nothing is written, sent or logged.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import queue
import signal
import sys
import threading
import time
from dataclasses import asdict
from typing import IO, Any

from audio.api import Heard, HeardNothingKnown
from audio.recognizer import PhraseRecognizer, RecognizerError

ALIVE_SECONDS = 2.0
ROOM_FRAMES = 250
"""Every five seconds of listening the level of the room is told, if it is asked for."""
RETRY_SECONDS = 1.0


class Wishes:
    """What the parent wants, as its last line said; read by a thread of its own."""

    def __init__(self, lines: IO[str]) -> None:
        self._lines = lines
        self._queue: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        threading.Thread(target=self._read, name="wishes", daemon=True).start()

    def _read(self) -> None:
        for line in self._lines:
            self._queue.put(json.loads(line))
        os._exit(0)

    def newest(self) -> dict[str, Any] | None:
        """The newest wish since the last call, if there is one."""
        newest = None
        while not self._queue.empty():
            newest = self._queue.get()
        return newest

    def wait(self, seconds: float) -> dict[str, Any] | None:
        """The next wish, or None after ``seconds``."""
        try:
            return self._queue.get(timeout=seconds)
        except queue.Empty:
            return None


class ListenerProcess:
    """Listens as the wishes say, for ever: a lost microphone is reported and looked for again."""

    def __init__(
        self, device: str, recognizer: PhraseRecognizer, wishes: Wishes, out: IO[str], *, tells_room: bool = False
    ) -> None:
        from audio.hearing import new_hearing

        self._device = device
        self._hearing = new_hearing(recognizer)
        self._wishes = wishes
        self._out = out
        self._generation = 0
        self._is_on = False
        self._is_lost: str | None = None
        self._is_known = False
        self._next_alive = 0.0
        self._tells_room = tells_room
        self._room_due = ROOM_FRAMES

    def run(self) -> None:
        """Never returns."""
        from audio.sounddevice_microphone import MicrophoneError

        while True:
            try:
                self._listen()
            except MicrophoneError as error:
                self._lose(str(error))
            self._be_alive()
            self._follow(self._wishes.wait(RETRY_SECONDS))

    def _listen(self) -> None:
        """Until the microphone is lost."""
        from audio.sounddevice_microphone import Microphone
        from audio.speech_recognition_source import StreamSource, frames

        with contextlib.ExitStack() as stack:
            microphone = stack.enter_context(contextlib.closing(Microphone(self._device)))
            source = stack.enter_context(StreamSource(microphone, microphone.rate, microphone.block_samples))
            sound = frames(source)
            while True:
                self._follow(self._wishes.newest() if self._is_on else self._wishes.wait(RETRY_SECONDS))
                microphone.keep(self._is_on)
                if self._is_on:
                    self._hear(next(sound))
                else:
                    microphone.check()
                if microphone.has_given_sound:
                    self._find()
                self._be_alive()

    def _hear(self, frame: bytes) -> None:
        event = self._hearing.hear(frame)
        if isinstance(event, Heard):
            self._tell("heard", **asdict(event))
        elif isinstance(event, HeardNothingKnown):
            self._tell("nothing", **asdict(event))
        self._room_due -= 1
        if self._tells_room and self._room_due <= 0 and (level := self._hearing.room_db) is not None:
            self._room_due = ROOM_FRAMES
            self._tell("room", level_db=round(level, 1))

    def _follow(self, wish: dict[str, Any] | None) -> None:
        if wish is None:
            return
        was_on, self._is_on = self._is_on, bool(wish["is_on"])
        self._generation = int(wish["generation"])
        self._hearing.listen_for(frozenset(wish["phrases"]), is_after_own_voice=not was_on)

    def _lose(self, reason: str) -> None:
        if self._is_lost != reason:
            self._is_lost = reason
            self._is_known = True
            self._tell("lost", reason=reason)

    def _find(self) -> None:
        if self._is_lost is not None or not self._is_known:
            self._is_lost, self._is_known = None, True
            self._tell("back")

    def _be_alive(self) -> None:
        now = time.monotonic()
        if now >= self._next_alive:
            self._next_alive = now + ALIVE_SECONDS
            self._tell("alive")

    def _tell(self, event: str, **more: object) -> None:
        self._out.write(json.dumps({"event": event, "generation": self._generation, **more}) + "\n")
        self._out.flush()


def main() -> int:
    """Entry of the process. It ends with its parent."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--device", default="")
    parser.add_argument("--language", default="en")
    parser.add_argument("--room", action="store_true")
    arguments = parser.parse_args()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    wishes = Wishes(sys.stdin)
    try:
        from audio.pocketsphinx_recognizer import PocketSphinxRecognizer

        recognizer = PocketSphinxRecognizer(arguments.language)
    except (RecognizerError, ImportError) as error:
        _stay_deaf(str(error))
    else:
        ListenerProcess(arguments.device, recognizer, wishes, sys.stdout, tells_room=arguments.room).run()
    return 0


def _stay_deaf(reason: str) -> None:
    """Say why nothing can be heard here, and live on: a new process would be no better."""
    print(json.dumps({"event": "lost", "generation": 0, "reason": reason}), flush=True)
    while True:
        print(json.dumps({"event": "alive", "generation": 0}), flush=True)
        time.sleep(ALIVE_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
