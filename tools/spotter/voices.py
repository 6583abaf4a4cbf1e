"""The synthetic voices of the training data: Kokoro in blends of its voices, piper, flite.

Knows: each engine's interface. Must not know: which phrases there are, what becomes of the sound. 16 kHz, -1 .. 1.
"""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import numpy as np
from scipy.signal import resample_poly

from audio.espeak_phonemes import EspeakPhonemes
from audio.kokoro_model import HZ as KOKORO_HZ
from audio.kokoro_model import KokoroModel, join_parts, read_style, read_symbols
from audio.kokoro_phonemes import KokoroPhonemes
from tools.spotter.chains import Chain
from tools.spotter.corpus import HZ

SYMBOLS = Path(__file__).parents[2] / "content" / "voices" / "kokoro-symbols.json"


RESERVED = {
    "calibrate": ("af_sarah", "am_puck", "bf_lily", "bm_lewis"),
    "test": ("af_bella", "am_michael", "bf_emma", "bm_george"),
}
"""Voices of Kokoro that are in no blend that is trained on."""


class Kokoro:
    """To train on: blends of up to three voices, most of them of English speakers, from slow to hurried. Else: the
    voices that are reserved for that part, as they are.
    """

    def __init__(self, folder: Path, part: str, seed: int) -> None:
        self._seed = f"{seed}/kokoro/{part}"
        self._is_blended = part == "train"
        others = {name for names in RESERVED.values() for name in names}
        names = [path.stem for path in sorted(folder.glob("*.bin")) if path.stem not in others]
        names = list(RESERVED.get(part, names))
        self._styles = {name: read_style(folder / f"{name}.bin") for name in names}
        self._english = [name for name in self._styles if name[0] in "ab"]
        self._model = KokoroModel(join_parts(), read_symbols(SYMBOLS))
        ipa = EspeakPhonemes().of
        self._phonemes = {"a": KokoroPhonemes(ipa, "en-us"), "b": KokoroPhonemes(ipa, "en-gb-x-rp")}

    def speak(self, chain: Chain) -> tuple[str, list[np.ndarray]]:
        """As `synthesize.Engine`."""
        own = random.Random(f"{self._seed}/{chain.number}")
        names = own.sample(self._english, own.choice((1, 2, 2, 3)) if self._is_blended else 1)
        if self._is_blended and own.random() < 0.25:
            names[0] = own.choice(sorted(self._styles))
        weights = np.array([own.uniform(0.2, 1) for _ in names])
        weights /= weights.sum()
        style = sum(weight * self._styles[name] for weight, name in zip(weights, names, strict=True))
        speed = own.uniform(0.75, 1.4)
        parts = [part.split() for part in chain.parts]
        for words, sign in zip(parts, chain.signs, strict=True):
            words[-1] += sign
        symbols, owners = self._phonemes["b" if names[0][0] == "b" else "a"].of([w for words in parts for w in words])
        known = [(s, owner) for s, owner in zip(symbols, owners, strict=True) if self._model.known(s)]
        spoken = self._model.speak("".join(s for s, _ in known), np.float32(style), speed)
        samples = resample_poly(spoken.samples, HZ, KOKORO_HZ)
        cuts = self._cuts(known, spoken.begins * HZ // KOKORO_HZ, parts)
        voice = "+".join(f"{name}:{weight:.2f}" for name, weight in zip(names, weights, strict=True))
        ends = [*cuts[1:], len(samples)]
        return f"{voice}@{speed:.2f}", [samples[a:b] for a, b in zip(cuts, ends, strict=True)]

    def _cuts(self, known: list[tuple[str, int]], begins: np.ndarray, parts: list[list[str]]) -> list[int]:
        """Where each part begins: in the middle of the pause before it. The sound runs ahead of the lengths."""
        firsts = np.cumsum([0, *(len(words) for words in parts[:-1])])
        cuts = [0]
        for first in firsts[1:]:
            at = next(place for place, (_, owner) in enumerate(known) if owner == first)
            cuts.append(int(begins[at - 2] + begins[at]) // 2)
        return cuts


class Piper:
    """One voice, at many speeds and moods. ``model``: its .onnx, the .json beside it."""

    def __init__(self, model: Path, seed: int) -> None:
        from piper import PiperVoice

        self._seed, self._name = seed, model.stem
        self._voice = PiperVoice.load(model)

    def speak(self, chain: Chain) -> tuple[str, list[np.ndarray]]:
        """As `synthesize.Engine`."""
        from piper import SynthesisConfig

        own = random.Random(f"{self._seed}/piper/{chain.number}")
        config = SynthesisConfig(
            length_scale=own.uniform(0.75, 1.4), noise_scale=own.uniform(0.4, 1.0), noise_w_scale=own.uniform(0.5, 1.1)
        )
        sounds = []
        for part, sign in zip(chain.parts, chain.signs, strict=True):
            chunks = list(self._voice.synthesize(part + sign, config))
            sound = np.concatenate([chunk.audio_float_array for chunk in chunks])
            sounds.append(resample_poly(sound, HZ, chunks[0].sample_rate))
        return f"{self._name}@{config.length_scale:.2f}", sounds


class Flite:
    """Its four voices, higher and lower, faster and slower."""

    VOICES = "slt", "rms", "awb", "kal16"

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def speak(self, chain: Chain) -> tuple[str, list[np.ndarray]]:
        """As `synthesize.Engine`."""
        own = random.Random(f"{self._seed}/flite/{chain.number}")
        voice = own.choice(self.VOICES)
        stretch, pitch = own.uniform(0.75, 1.35), own.uniform(0.85, 1.2)
        mean = {"slt": 170, "rms": 95, "awb": 130, "kal16": 105}[voice] * pitch
        options = ["--setf", f"duration_stretch={stretch:.3f}", "--setf", f"int_f0_target_mean={mean:.0f}"]
        sounds = []
        for part, sign in zip(chain.parts, chain.signs, strict=True):
            command = ["flite", "-voice", voice, *options, "-t", part + sign, "-o", "/dev/stdout"]
            done = subprocess.run(command, capture_output=True, check=True)
            data = np.frombuffer(done.stdout[44:], "<i2").astype(np.float32) / 32768
            sounds.append(data)
        return f"{voice}@{stretch:.2f}/{pitch:.2f}", sounds
