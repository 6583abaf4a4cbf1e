"""Tells phrases apart with PocketSphinx: a grammar of the active phrases, against a free loop of all phones.

Knows: pocketsphinx, its English model, the figures by which a doubtful utterance is refused. Must not know:
microphones, files, the pipeline, what a phrase does.
"""

from __future__ import annotations

import math
import re
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path

import pocketsphinx
import speech_recognition as sr

from audio.recognizer import Hypothesis, RecognizerError

SAMPLE_RATE = 16_000
GRAMMARS_KEPT = 24
LOG_BASE = 1.0001
PHONES = "phones"
SHORTEST_BYTES = SAMPLE_RATE * 2 // 10
"""No phrase is shorter than a tenth of a second; PocketSphinx raises when it is given nothing at all."""


def normalize(phrase: str) -> str:
    """The phrase as the dictionary writes it: lower case words, apostrophes kept, one blank between."""
    return " ".join(re.findall(r"[a-z0-9']+", phrase.lower()))


class PocketSphinxRecognizer(sr.Recognizer):  # type: ignore[misc]
    """A PhraseRecognizer whose decoder and grammars stay in memory (about 25 MB). Not for several threads at once."""

    def __init__(self, language: str = "en") -> None:
        super().__init__()
        if language.split("-", maxsplit=1)[0] != "en":
            raise RecognizerError(f"voice commands know English only, not '{language}'; touch and keys work")
        model = Path(pocketsphinx.get_model_path("en-us"))
        self._decoder = pocketsphinx.Decoder(
            hmm=str(model / "en-us"),
            dict=None,  # the whole dictionary takes 22 MB and 0.15 s: the words that are needed are added
            lm=None,
            loglevel="FATAL",
            bestpath=False,
            compallsen=True,
            wip=0.2,
            lw=1.0,
        )
        self._decoder.add_allphone_file(PHONES, str(model / "en-us-phone.lm.bin"))
        self._dictionary = model / "cmudict-en-us.dict"
        self._known: set[str] = set()
        self._unknown: set[str] = set()
        self._grammars: OrderedDict[frozenset[str], str] = OrderedDict()
        self._made = 0

    def unpronounceable(self, phrases: Iterable[str]) -> list[str]:
        """Phrases with a word that is not in the pronunciation dictionary, or with no word at all."""
        asked = list(phrases)
        self._learn({word for phrase in asked for word in normalize(phrase).split()})
        return [phrase for phrase in asked if not self._is_known(phrase)]

    def _is_known(self, phrase: str) -> bool:
        words = normalize(phrase).split()
        return bool(words) and self._known.issuperset(words)

    def _learn(self, words: set[str]) -> None:
        """Look up the words that were not asked for before."""
        new = words - self._known - self._unknown
        if not new:
            return
        with self._dictionary.open(encoding="utf-8") as lines:
            for line in lines:
                entry, _, phones = line.partition(" ")
                word = entry.partition("(")[0]
                if word in new:
                    self._decoder.add_word(entry, phones.strip(), False)
                    self._known.add(word)
        self._unknown |= new - self._known

    def recognize_phrases(self, audio: sr.AudioData, phrases: frozenset[str]) -> Hypothesis | None:
        """The phrase among ``phrases`` that the utterance is, or None. Phrases without pronunciation never match."""
        mute = self.unpronounceable(phrases)
        spoken = {normalize(phrase): phrase for phrase in sorted(phrases.difference(mute))}
        pcm = audio.get_raw_data(convert_rate=SAMPLE_RATE, convert_width=2)
        if not spoken or len(pcm) < SHORTEST_BYTES:
            return None
        text, log, frames = self._decode(self._grammar(frozenset(spoken)), pcm)
        if text not in spoken:
            return None
        _, free_log, _ = self._decode(PHONES, pcm)
        margin = (log - free_log) / max(1, frames)
        score = 1 / (1 + math.exp(-(margin + 18.0) / 4.0))
        return Hypothesis(spoken[text], round(score, 3)) if score >= 0.5 else None

    def _grammar(self, phrases: frozenset[str]) -> str:
        if phrases in self._grammars:
            self._grammars.move_to_end(phrases)
            return self._grammars[phrases]
        if len(self._grammars) >= GRAMMARS_KEPT:
            self._decoder.remove_search(self._grammars.popitem(last=False)[1])
        self._made += 1
        name = f"grammar{self._made}"
        self._decoder.add_jsgf_string(name, f"#JSGF V1.0; grammar g; public <g> = {' | '.join(sorted(phrases))};")
        self._grammars[phrases] = name
        return name

    def _decode(self, search: str, pcm: bytes) -> tuple[str, float, int]:
        decoder = self._decoder
        decoder.activate_search(search)
        decoder.reinit_feat(decoder.config)  # else the noise of the last utterance is taken off this one
        decoder.start_utt()
        decoder.process_raw(pcm, full_utt=True)
        decoder.end_utt()
        hypothesis = decoder.hyp()
        if hypothesis is None:
            return "", 0.0, 0
        segments = [segment for segment in decoder.seg() if segment.word[0] not in "<[(+S"[:4]]
        log = sum(math.log(segment.ascore) for segment in decoder.seg()) / math.log(LOG_BASE)
        return hypothesis.hypstr, log, sum(segment.end_frame - segment.start_frame + 1 for segment in segments)
