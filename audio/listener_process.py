"""The process that listens: microphone, pipeline and recogniser, away from the screen and its loop.

Knows: the lines that it exchanges with ``listener``. Must not know: commands, sessions, screens.

In, one JSON line a change: {"generation", "is_on", "phrases", "likely", "is_strict", "is_speaking"}; the end of the
input ends the process. Out, one JSON line an event: {"event": "alive" | "heard" | "nothing" | "over" | "level" | "room"
| "duplex" | "fault" | "lost" | "back", "generation", …}.
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

from audio.api import Heard, HeardNothingKnown, SpokenOver
from audio.ears import Ears
from audio.microphone_check import MicrophoneCheck
from audio.pipeline import Pipeline
from audio.recognizer import RecognizerError
from audio.recognizers import load_ears
from audio.voice_meter import VoiceMeter

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
    """Listens as the wishes say, for ever: a lost microphone is reported and looked for again.

    ``player``: the process whose sound is to be taken out of the microphone; None: that is not wanted. ``ducks``: where
    it cannot be, it is told that somebody speaks over it.
    """

    def __init__(
        self,
        device: str,
        ears: Ears,
        wishes: Wishes,
        out: IO[str],
        *,
        tells_room: bool = False,
        player: int | None = None,
        ducks: bool = False,
    ) -> None:
        self._device = device
        self._pipeline = Pipeline(ears, meter=VoiceMeter(), notices_speech_over=ducks)
        self._check = MicrophoneCheck()
        self._player = player
        self._is_full_duplex = False
        self._heeded: tuple[bool, frozenset[str], frozenset[str], bool] | None = None
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
        from audio.played_sound import PlayedSound
        from audio.sounddevice_microphone import Microphone
        from audio.speech_recognition_source import StreamSource, frames

        with contextlib.ExitStack() as stack:
            microphone = stack.enter_context(contextlib.closing(Microphone(self._device)))
            source = stack.enter_context(StreamSource(microphone, microphone.rate, microphone.block_samples))
            played = stack.enter_context(contextlib.closing(PlayedSound(self._player, self._pipeline)))
            sound = frames(source)
            self._check = MicrophoneCheck()
            while True:
                self._follow(self._wishes.newest() if self._is_on else self._wishes.wait(RETRY_SECONDS))
                microphone.keep(self._is_on)
                if self._is_on:
                    self._hear(next(sound), played.read_frame(microphone.waiting_frames))
                else:
                    microphone.check()
                if microphone.has_given_sound:
                    self._find()
                self._be_alive()

    def _hear(self, frame: bytes, reference: bytes | None) -> None:
        event = self._pipeline.hear(frame, reference)
        self._check.hear(frame)
        match event:
            case Heard(start=start, end=end):
                self._tell("heard", **asdict(event))
                self._check.hear_voice(end - start)
            case HeardNothingKnown(start, end):
                self._tell("nothing", **asdict(event))
                self._check.hear_voice(end - start)
            case SpokenOver():
                self._tell("over")
        self._tell_state()

    def _tell_state(self) -> None:
        """What has changed beside words: levels, faults, whether it hears over the kiosk's own voice."""
        if (level := self._pipeline.new_level()) is not None:
            self._tell("level", level_db=level)
        if (fault := self._check.new_fault()) is not None:
            self._tell("fault", fault=fault.value)
        if self._is_full_duplex != self._pipeline.is_full_duplex:
            self._is_full_duplex = self._pipeline.is_full_duplex
            self._tell("duplex", is_full=self._is_full_duplex)
        self._room_due -= 1
        if self._tells_room and self._room_due <= 0 and (level := self._pipeline.room_db) is not None:
            self._room_due = ROOM_FRAMES
            self._tell("room", level_db=round(level, 1))

    def _follow(self, wish: dict[str, Any] | None) -> None:
        if wish is None:
            return
        was_on, self._is_on = self._is_on, bool(wish["is_on"])
        self._generation = int(wish["generation"])
        phrases, likely = frozenset(wish["phrases"]), frozenset(wish.get("likely", ()))
        is_strict = bool(wish.get("is_strict"))
        if (self._is_on, phrases, likely, is_strict) != self._heeded:
            self._heeded = self._is_on, phrases, likely, is_strict
            self._pipeline.listen_for(phrases, likely=likely, is_strict=is_strict, is_after_own_voice=not was_on)
        self._pipeline.set_speaking(bool(wish.get("is_speaking")))

    def _lose(self, reason: str) -> None:
        self._is_full_duplex = False
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
    parser.add_argument("--duplex", default="auto")
    parser.add_argument("--recognizer", default="")
    arguments = parser.parse_args()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    wishes = Wishes(sys.stdin)
    try:
        ears = load_ears(arguments.recognizer, arguments.language)()
    except (RecognizerError, ImportError) as error:
        _stay_deaf(str(error))
    else:
        ListenerProcess(
            arguments.device,
            ears,
            wishes,
            sys.stdout,
            tells_room=arguments.room,
            player=None if arguments.duplex == "half" else os.getppid(),
            ducks=arguments.duplex == "duck",
        ).run()
    return 0


def _stay_deaf(reason: str) -> None:
    """Say why nothing can be heard here, and live on: a new process would be no better."""
    print(json.dumps({"event": "lost", "generation": 0, "reason": reason}), flush=True)
    while True:
        print(json.dumps({"event": "alive", "generation": 0}), flush=True)
        time.sleep(ALIVE_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
