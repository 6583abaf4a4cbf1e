"""Words to phonemes with espeak-ng, through ctypes: nothing but espeakng-loader is needed.

Knows: espeak-ng's text-to-phoneme call. Must not know: which voice speaks the phonemes. One thread, one process:
espeak's state is global.
"""

from __future__ import annotations

import ctypes
import os

_NO_SOUND = 2  # AUDIO_OUTPUT_SYNCHRONOUS: nothing is opened
_DONT_EXIT = 0x8000
_UTF8 = 1
TIE = "^"
_IPA_WITH_TIE = 0x02 | 0x80 | ord(TIE) << 8


class EspeakPhonemes:
    """espeak's IPA for a clause. Diphthongs and affricates are written with a tie: "e^ɪ", "t^ʃ"."""

    def __init__(self) -> None:
        import espeakng_loader

        self._lib = ctypes.CDLL(espeakng_loader.get_library_path())
        self._lib.espeak_TextToPhonemes.restype = ctypes.c_char_p
        # espeak keeps this path in 160 bytes: a short relative one always fits.
        before = os.getcwd()
        os.chdir(os.path.dirname(espeakng_loader.get_data_path()))
        try:
            if self._lib.espeak_Initialize(_NO_SOUND, 0, b".", _DONT_EXIT) < 0:
                raise RuntimeError("espeak-ng does not start")
        finally:
            os.chdir(before)
        self._data = os.path.dirname(espeakng_loader.get_data_path())
        self._voice = ""

    def of(self, text: str, voice: str) -> str:
        """The IPA of ``text``; words are parted by spaces, though espeak joins some ("of the" -> "ʌvðə")."""
        before = os.getcwd()
        os.chdir(self._data)
        try:
            if voice != self._voice and self._lib.espeak_SetVoiceByName(voice.encode()) != 0:
                raise RuntimeError(f"espeak-ng has no voice {voice}")
            self._voice = voice
            buffer = ctypes.create_string_buffer(text.encode())
            place = ctypes.c_void_p(ctypes.addressof(buffer))
            clauses = []
            while place.value:
                clauses.append(self._lib.espeak_TextToPhonemes(ctypes.byref(place), _UTF8, _IPA_WITH_TIE).decode())
        finally:
            os.chdir(before)
        return " ".join(" ".join(clauses).split())
