"""The real voice in its process: every word marked, the pace as asked, a wrong name told."""

from __future__ import annotations

import io
import json
import struct
import sys
import threading
import tomllib
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from audio.api import SpokenSentence, SpokenWord
from audio.loudness import TARGET_LUFS, from_pcm, loudness
from audio.narration import SENTENCE_GAP_SECONDS
from audio.pyttsx3_file_voice import FileVoice, read_sound
from audio.pyttsx3_voice import RATES, espeak_rate
from audio.render import render_sentence
from audio.rendered import SAMPLE_HZ
from audio.shape import RawSpeech, shape
from audio.voice_process import VoiceProcess
from audio.voice_worker import LiveVoice, answer
from content.places import content_folder
from content.text import sentences
from tests.audio.sound_out import sentence

pytestmark = pytest.mark.timed


@pytest.fixture(scope="module")
def voice() -> Iterator[VoiceProcess]:
    """pyttsx3 as it is installed; one worker for all tests here."""
    process = VoiceProcess(10.0)
    yield process
    process.close()


LONG_WORD = "pneumonoultramicroscopic" * 17
"""408 letters."""

HARD = [
    f"The word {LONG_WORD} is long.",
    "😀 👩‍⚕️ ❤.",
    "Αντισώματα, αβγ and the β-cells: Ω.",
    "About 3,000 to 10,000 people in the United States have MMN.",
    'They said "no" and don\'t know why.',
    "The U.S. has it, e.g. Dr. Smith.",
    "Three out of four, it is.",
    "Is it < 5 & > 2?",
    "<speak>Hello</speak> & <mark name='9'/> world.",
    "Ask about γ-globulin, naïve cells and 😀 then go on.",
    "Left arm: 5 to 10 minutes; right arm: 20.",
]


@pytest.mark.parametrize("text", HARD)
def test_every_word_has_its_time_in_order_and_within_the_sound(voice: VoiceProcess, text: str) -> None:
    spoken = sentence(text)
    rendered = render_sentence(voice, spoken, "en", "", 150)
    assert len(rendered.words) == len(spoken.words)
    assert not rendered.is_estimated
    assert rendered.seconds == pytest.approx(len(rendered.pcm) / 2 / SAMPLE_HZ)
    for (start, end), (later, _) in pairwise(rendered.words):
        assert 0.0 <= start < end <= later + 1e-9
    assert rendered.words[-1][0] < rendered.words[-1][1] <= rendered.seconds + 1e-9


def test_what_looks_like_an_order_to_the_engine_is_spoken(voice: VoiceProcess) -> None:
    for text in ("One </speak> two.", "One <break/> two.", "One &amp; two."):
        words = render_sentence(voice, sentence(text), "en", "", 150).words
        assert words[1][1] - words[1][0] > 0.4, text


def test_a_number_takes_as_long_as_it_is_spoken(voice: VoiceProcess) -> None:
    words = render_sentence(voice, sentence("About 3,000 to 10,000 people."), "en", "", 150).words
    lasts = [end - start for start, end in words]
    assert lasts[1] > 2 * lasts[2]
    assert lasts[3] > 2 * lasts[2]


def test_words_that_the_engine_joins_still_have_times_of_their_own(voice: VoiceProcess) -> None:
    for text in ("Three out of four.", "That is what it is.", "It comes back in the U.S. today."):
        starts = [start for start, _ in render_sentence(voice, sentence(text), "en", "", 150).words]
        assert all(later - start > 0.03 for start, later in pairwise(starts)), (text, starts)


def test_a_word_behind_a_pause_starts_with_its_sound(voice: VoiceProcess) -> None:
    rendered = render_sentence(voice, sentence("Numb, weak, tired."), "en", "", 130)
    samples = abs(from_pcm(rendered.pcm))
    for start, _ in rendered.words[1:]:
        first = int(start * SAMPLE_HZ)
        assert samples[first : first + 2200].max() > 0.01, "silence where the word should start"
        assert samples[first - 1800 : first - 500].max() < 0.02, "no silence before it"


def test_signs_without_a_sound_take_a_little_time_and_are_no_failure(voice: VoiceProcess) -> None:
    rendered = render_sentence(voice, sentence("\u2063 \u2063"), "en", "", 150)
    assert len(rendered.words) == 2
    assert 0 < rendered.seconds < 2


def test_every_sentence_has_the_same_loudness(voice: VoiceProcess) -> None:
    for text in [*HARD, "Yes.", "Multifocal motor neuropathy."]:
        rendered = render_sentence(voice, sentence(text), "en", "", 150)
        samples = from_pcm(rendered.pcm)
        assert loudness(samples, SAMPLE_HZ) == pytest.approx(TARGET_LUFS, abs=0.3), text
        assert abs(samples).max() < 10 ** (-1 / 20)


def deck_sentences() -> list[SpokenSentence]:
    """Every fifth sentence of the bodies of the MMN deck."""
    found = []
    for path in sorted((content_folder() / "mmn" / "slides").glob("*/[0-9]*.toml")):
        text = tomllib.loads(path.read_text("utf-8"))["en"]["text"]
        for one in sentences(text.strip().replace("\n\n", "\0").replace("\n", " ").replace("\0", "\n"), (), ()):
            found.append(SpokenSentence(one.text, tuple(SpokenWord(w.start, w.length, w.spoken) for w in one.words)))
    return found[::5]


@pytest.mark.parametrize("wpm", [95, 120, 150, 200, 260, 320])
def test_so_many_words_a_minute_come_out_as_are_asked_for(voice: VoiceProcess, wpm: int) -> None:
    texts = deck_sentences()
    assert len(texts) > 15
    seconds = sum(render_sentence(voice, one, "en", "", wpm).seconds + SENTENCE_GAP_SECONDS for one in texts)
    count = sum(len(word.spoken.split()) for one in texts for word in one.words)
    assert count / seconds * 60 == pytest.approx(wpm, rel=0.10)


def test_the_engines_rate_grows_with_the_pace_and_stays_in_its_bounds() -> None:
    assert [espeak_rate(wpm) for wpm, _ in RATES] == [rate for _, rate in RATES]
    assert espeak_rate(10) == RATES[0][1]
    assert espeak_rate(999) == RATES[-1][1]
    rates = [espeak_rate(wpm) for wpm in range(90, 360)]
    assert rates == sorted(rates)


def test_a_voice_that_is_not_there_is_told_and_the_default_speaks(voice: VoiceProcess) -> None:
    voice.render(sentence("Hello."), "en-US", "Nobody", 150)
    assert voice.missing == "Nobody"
    substitute = voice.spoken_by
    voice.render(sentence("Hello."), "en-US", "", 150)
    assert voice.spoken_by == substitute
    voice.render(sentence("Hello."), "en-US", "English (America)", 150)
    assert voice.missing == ""


def test_a_language_that_no_voice_speaks_is_told_and_an_english_voice_tries(voice: VoiceProcess) -> None:
    assert any(voice.render(sentence("Allillanchu."), "qu-PE", "", 150).pcm)
    taken, missing = voice.spoken_by, voice.missing
    assert any(voice.render(sentence("Nobody."), "xx", "", 150).pcm)
    assert (voice.spoken_by, voice.missing) == ("gmw/en-us", "xx")
    assert bool(missing) == (taken == "gmw/en-us"), "espeak may learn Quechua: then nothing is missing"


def test_the_voices_have_names_and_any_of_them_can_be_taken(voice: VoiceProcess) -> None:
    voices = voice.list_voices()
    assert len(voices) > 20
    name = next(one for one in voices if one[2] == "de")[0]
    voice.render(sentence("Guten Tag."), "en", name, 150)
    assert voice.missing == ""
    assert voice.spoken_by == name


def test_another_language_has_a_voice_of_its_own(voice: VoiceProcess) -> None:
    said = {}
    for tag in ("es", "es-MX", "en", "en-GB", "fr-CA"):
        voice.render(sentence("Hola."), tag, "", 150)
        said[tag] = voice.spoken_by
    assert said["es"] != said["en"] != said["en-GB"]
    assert "fr" in said["fr-CA"]


# ---------------------------------------------------------------- Windows and macOS, on a driver of our own


@dataclass
class FakeVoice:
    id: str
    name: str
    languages: list[str | bytes]


@dataclass
class FileEngine:
    """A pyttsx3 engine as on Windows (WAV) or macOS (AIFF): queued orders, done by runAndWait."""

    is_aiff: bool = False
    properties: dict[str, object] = field(default_factory=lambda: {"voice": "id/anna"})
    waiting: list[tuple[str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def getProperty(self, name: str) -> object:
        if name == "voices":
            return [FakeVoice("id/anna", "Anna", ["en-US"]), FakeVoice("id/jorge", "Jorge", [b"\x05es_ES"])]
        return self.properties[name]

    def setProperty(self, name: str, value: object) -> None:
        self.properties[name] = value

    def save_to_file(self, text: str, path: str) -> None:
        self.waiting.append((text, path))

    def runAndWait(self) -> None:
        for text, path in self.waiting:
            self.said.append(text)
            samples = struct.pack("<4h", 1, -2, 300, -400)
            data = aiff(samples, 22_050) if self.is_aiff else wav(samples, 16_000, 2)
            threading.Timer(0.1, Path(path).write_bytes, (data,)).start()  # as the real ones: not there yet
        self.waiting.clear()


def wav(samples: bytes, hz: int, channels: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((channels, 2, hz, 0, "NONE", "not compressed"))
        sound.writeframes(samples)
    return file.getvalue()


def aiff(little: bytes, hz: int) -> bytes:
    big = b"".join(little[at + 1 : at + 2] + little[at : at + 1] for at in range(0, len(little), 2))
    shift = hz.bit_length() - 1
    extended = struct.pack(">HQ", 16383 + shift, hz << (63 - shift))
    common = struct.pack(">hIh", 1, len(little) // 2, 16) + extended
    chunks = b"COMM" + struct.pack(">I", len(common)) + common
    chunks += b"SSND" + struct.pack(">III", len(big) + 8, 0, 0) + big
    return b"FORM" + struct.pack(">I", len(chunks) + 4) + b"AIFF" + chunks


@pytest.mark.parametrize("is_aiff", [False, True])
def test_an_engine_that_writes_files_gives_samples_without_times(is_aiff: bool) -> None:
    engine = FileEngine(is_aiff)
    voice = FileVoice(engine)
    samples, hz, starts = voice.render(["Hello,", "you."])
    assert engine.said == ["Hello, you."]
    assert hz == (22_050 if is_aiff else 16_000)
    assert starts is None
    assert struct.unpack(f"<{len(samples) // 2}h", samples) == ((1, -2, 300, -400) if is_aiff else (1, 300))
    request = {"words": ["Hello,", "you."], "language": "en", "voice": "", "rate": 180}
    head, _ = answer(LiveVoice(lambda: voice), request)
    assert engine.properties["rate"] == 180
    assert (head["estimated"], head["voice"], head["missing"]) == (True, "id/anna", "")
    assert len(head["words"]) == 2


@pytest.mark.parametrize(
    ("language", "name", "taken", "missing"),
    [
        ("en", "", "id/anna", ""),
        ("es", "", "id/jorge", ""),
        ("en", "jorge", "id/jorge", ""),
        ("es", "Nobody", "id/jorge", "Nobody"),
        ("xx", "", "id/anna", "xx"),
    ],
)
def test_an_engine_that_writes_files_takes_the_voice_of_the_name_or_the_language(
    language: str, name: str, taken: str, missing: str
) -> None:
    engine = FileEngine()
    assert FileVoice(engine).choose(language, name, 150) == (taken, missing)
    assert engine.properties["voice"] == taken


def test_without_times_the_words_are_estimated_and_said_to_be() -> None:
    rendered = shape(RawSpeech(struct.pack("<h", 9000) * 22_050, 22_050, None), ["A", "longest."])
    assert rendered.is_estimated
    (first, second), (third, fourth) = rendered.words
    assert (first, second, fourth) == pytest.approx((0.0, third, rendered.seconds))
    assert second - first < fourth - third


def test_sound_of_other_kinds_is_read_or_refused() -> None:
    assert read_sound(io.BytesIO(wav(struct.pack("<4h", 1, 9, 2, 9), 8000, 2))) == (struct.pack("<2h", 1, 2), 8000)
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", "not compressed"))
        sound.writeframes(b"abc")
    with pytest.raises(RuntimeError, match="8 bits"):
        read_sound(io.BytesIO(file.getvalue()))


def test_the_worker_answers_on_a_clean_pipe_and_ends_with_its_input() -> None:
    import subprocess

    request = {"id": 5, "words": ["Hello."], "language": "en", "voice": "", "rate": 150}
    done = subprocess.run(
        [sys.executable, "-m", "audio.pyttsx3_voice"],
        cwd=Path(__file__).resolve().parents[2],
        input=json.dumps(request).encode() + b"\n",
        capture_output=True,
        timeout=20,
        check=True,
    )
    ready, rest = done.stdout.split(b"\n", 1)
    head, samples = rest.split(b"\n", 1)
    assert json.loads(ready) == {"id": 0, "bytes": 0}
    assert json.loads(head)["bytes"] == len(samples)
