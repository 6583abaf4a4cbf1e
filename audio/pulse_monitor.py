"""What a sound output is really given, as the sound server passes it on: the monitor of the output.

Knows: libpulse-simple (a part of libpulse, through ctypes). Must not know: which output is the right one, what is done
with the sound. A thread of its own reads, since reading waits; ``read_frame`` never waits.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from collections import deque

from audio.endpointer import FRAME_BYTES, SAMPLE_RATE

NAME = b"mmn-kiosk"
STREAM = "what the loudspeaker plays"
"""How this stream is called at the server, to tell it from the microphone's."""
RECORD, S16_LITTLE, S16_BIG = 2, 3, 4
"""libpulse's numbers: PA_STREAM_RECORD, PA_SAMPLE_S16LE, PA_SAMPLE_S16BE."""
BLOCK_BYTES = FRAME_BYTES // 2
BACKLOG_FRAMES = 5
"""So much is kept back before the first frame is given, so that none is missing later."""
MOST_FRAMES = 25
"""More than this has piled up that the microphone does not have: it stood still, and the old sound is useless. Or more
than this is missing: it will not come any more."""


class MonitorError(Exception):
    """The output's sound cannot be had (any more); the text says why."""


class _SampleSpec(ctypes.Structure):
    _fields_ = (("format", ctypes.c_int), ("rate", ctypes.c_uint32), ("channels", ctypes.c_uint8))


class _Buffering(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint32) for name in ("maxlength", "tlength", "prebuf", "minreq", "fragsize"))


class Monitor:
    """The sound of the source ``name`` from now on, 16 kHz mono. Raises MonitorError."""

    def __init__(self, name: str) -> None:
        self.name = name
        try:
            self._library = ctypes.CDLL("libpulse-simple.so.0")
        except OSError as error:
            raise MonitorError(f"the library libpulse-simple is missing: {error}") from error
        self._library.pa_simple_new.restype = ctypes.c_void_p
        self._blocks: deque[bytes] = deque()
        self._is_closed = self._has_begun = False
        self._owed = 0
        self._stream = self._connect(name)
        self._error = ""
        self._thread = threading.Thread(target=self._read, name="monitor", daemon=True)
        self._thread.start()

    def _connect(self, name: str) -> ctypes.c_void_p:
        error = ctypes.c_int(0)
        most = ctypes.c_uint32(-1).value
        stream = self._library.pa_simple_new(
            None, NAME, RECORD, name.encode(), STREAM.encode(),
            ctypes.byref(_SampleSpec(S16_LITTLE if sys.byteorder == "little" else S16_BIG, SAMPLE_RATE, 1)), None,
            ctypes.byref(_Buffering(most, most, most, most, BLOCK_BYTES)), ctypes.byref(error),
        )  # fmt: skip
        if not stream:
            raise MonitorError(f"the sound server gives no sound of {name} ({error.value})")
        return ctypes.c_void_p(stream)

    def _read(self) -> None:
        buffer = ctypes.create_string_buffer(BLOCK_BYTES)
        error = ctypes.c_int(0)
        while not self._is_closed:
            if self._library.pa_simple_read(self._stream, buffer, ctypes.c_size_t(BLOCK_BYTES), ctypes.byref(error)):
                self._error = f"the sound server gives no sound of {self.name} any more ({error.value})"
                break
            self._blocks.append(buffer.raw)
        self._library.pa_simple_free(self._stream)

    def read_frame(self, waiting_frames: int = 0) -> bytes:
        """The next frame; of the microphone ``waiting_frames`` more are there. Raises MonitorError when none will come.

        A frame that is late is silence now, and left out when it comes: the others stay at their place.
        """
        if self._error:
            raise MonitorError(self._error)
        there = len(self._blocks) * BLOCK_BYTES // FRAME_BYTES
        while self._owed and there > 1:
            self._take()
            self._owed, there = self._owed - 1, there - 1
        if there - waiting_frames > MOST_FRAMES or self._owed > MOST_FRAMES or not self._has_begun:
            self._has_begun, self._owed = False, 0
            kept = BACKLOG_FRAMES + waiting_frames
            if there < kept:
                return bytes(FRAME_BYTES)
            for _ in range((there - kept) * FRAME_BYTES // BLOCK_BYTES):
                self._blocks.popleft()
            self._has_begun = True
        if there < 1:
            self._owed += 1
            return bytes(FRAME_BYTES)
        return self._take()

    def _take(self) -> bytes:
        return self._blocks.popleft() + self._blocks.popleft()

    def close(self) -> None:
        """End the stream. The thread follows with its next block."""
        self._is_closed = True
        self._thread.join(1.0)
