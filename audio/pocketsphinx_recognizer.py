"""Tells phrases apart with PocketSphinx: a grammar of the active phrases, against all phones and all common words.

Knows: pocketsphinx and its English model. Must not know: microphones, files, the pipeline, what a phrase does, when the
evidence is enough (confidence).

An utterance is decoded three times: by the grammar, which always finds some phrase; by a free loop of phones; by a
loop of common words. How much worse the phrase explains the sound than the two loops do is the evidence against it.
"""

from __future__ import annotations

import math
import re
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pocketsphinx
import speech_recognition as sr

from audio.common_words import COMMON_WORDS
from audio.confidence import Evidence, probability
from audio.recognizer import Hypothesis, RecognizerError

SAMPLE_RATE = 16_000
GRAMMARS_KEPT = 24
LOG_BASE = 1.0001
LEAST_SCORE = 1e-300
"""Keeps the logarithm of a hopeless score finite."""
PHONES = "phones"
COMMON = "common words"
COMMON_BEAMS = {"beam": 1e-20, "wbeam": 1e-15, "pbeam": 1e-20}
"""Narrower than the phrases' own: half the time, and the same likelihoods (within 0.1 % on 113 words)."""
ANOTHER_WORD = 0.5
"""Probability that one common word is followed by another."""
SHORTEST_BYTES = SAMPLE_RATE * 2 // 10
"""No phrase is shorter than a tenth of a second; PocketSphinx raises when it is given nothing at all."""


def normalize(phrase: str) -> str:
    """The phrase as the dictionary writes it: lower case words, apostrophes kept, one blank between."""
    return " ".join(re.findall(r"[a-z0-9']+", phrase.lower()))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A decoded word or phone: frames [start, end], and how well it explains them (log-likelihood, base LOG_BASE)."""

    name: str
    start: int
    end: int
    log: float

    @property
    def frames(self) -> int:
        return self.end - self.start + 1

    @property
    def is_word(self) -> bool:
        """Whether it is neither silence nor noise nor a mark."""
        return self.name[0] not in "<[("


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
            bestpath=False,  # else the loop of phones gives no likelihood
            compallsen=True,  # else the likelihoods depend on which phrases are active
            wip=0.2,
            lw=1.0,
        )
        self._dictionary = model / "cmudict-en-us.dict"
        self._known: set[str] = set()
        self._unknown: set[str] = set()
        self._grammars: OrderedDict[frozenset[str], str] = OrderedDict()
        self._made = 0
        self._has_common = False
        self._decoder.add_allphone_file(PHONES, str(model / "en-us-phone.lm.bin"))

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
                word = entry.partition("(")[0]  # "the(2)" is another pronunciation of "the"
                if word in new:
                    self._decoder.add_word(entry, phones.strip(), False)
                    self._known.add(word)
        self._unknown |= new - self._known

    def recognize_phrases(self, audio: sr.AudioData, phrases: frozenset[str]) -> Hypothesis | None:
        """See ``PhraseRecognizer``. A phrase without pronunciation is never found."""
        mute = self.unpronounceable(phrases)
        spoken = {normalize(phrase): phrase for phrase in sorted(phrases.difference(mute))}
        pcm = audio.get_raw_data(convert_rate=SAMPLE_RATE, convert_width=2)
        if not spoken or len(pcm) < SHORTEST_BYTES:
            return None
        text, evidence = self._weigh(frozenset(spoken), pcm)
        if evidence is None or text not in spoken:
            return None
        return Hypothesis(spoken[text], probability(evidence))

    def _weigh(self, phrases: frozenset[str], pcm: bytes) -> tuple[str, Evidence | None]:
        """The best of the phrases and what speaks for it; None if not even one was found."""
        text, log, stretches = self._decode(self._grammar(phrases), pcm)
        words = [stretch for stretch in stretches if stretch.is_word]
        if not text or not words:
            return "", None
        _, _, phones = self._decode(PHONES, pcm)
        common_text, common_log, _ = self._decode(self._common(), pcm)
        frames = sum(word.frames for word in words)
        free = _log_by_frame(phones)
        margin = sum(word.log - sum(free[word.start : word.end + 1]) for word in words)
        return text, Evidence(margin / frames, (log - common_log) / frames if common_text else 0.0, len(phrases))

    def _grammar(self, phrases: frozenset[str]) -> str:
        """The name of the search for these phrases."""
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

    def _common(self) -> str:
        """The name of the search for common words, one after the other."""
        if not self._has_common:
            self._has_common = True
            self._learn(set(COMMON_WORDS))
            words = [(0, 1, 1 / len(COMMON_WORDS), word) for word in COMMON_WORDS]
            grammar = self._decoder.create_fsg(COMMON, 0, 1, [*words, (1, 0, ANOTHER_WORD)])
            wide = {name: self._decoder.config[name] for name in COMMON_BEAMS}
            self._set(COMMON_BEAMS)  # a search takes the beams that hold when it is made
            self._decoder.add_fsg(COMMON, grammar)
            self._set(wide)
        return COMMON

    def _set(self, beams: dict[str, float]) -> None:
        for name, width in beams.items():
            self._decoder.config[name] = width

    def _decode(self, search: str, pcm: bytes) -> tuple[str, float, list[Stretch]]:
        """What a search finds: the text ("": nothing), its log-likelihood, and its stretches in order."""
        decoder = self._decoder
        decoder.activate_search(search)
        decoder.reinit_feat(decoder.config)  # else the noise of the last utterance is taken off this one
        decoder.start_utt()
        decoder.process_raw(pcm, full_utt=True)
        decoder.end_utt()
        hypothesis = decoder.hyp()
        if hypothesis is None:
            return "", 0.0, []
        stretches = [Stretch(it.word, it.start_frame, it.end_frame, _log(it.ascore)) for it in decoder.seg()]
        return hypothesis.hypstr, _log(hypothesis.score), stretches


def _log(score: float) -> float:
    """PocketSphinx gives its log-likelihoods as likelihoods."""
    return math.log(max(score, LEAST_SCORE)) / math.log(LOG_BASE)


def _log_by_frame(stretches: list[Stretch]) -> list[float]:
    """Each frame's share of the log-likelihood."""
    return [stretch.log / stretch.frames for stretch in stretches for _ in range(stretch.frames)]
