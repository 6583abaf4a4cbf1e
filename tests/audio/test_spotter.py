"""The spotter on synthetic speech (flite: clearer than people; figures are the benchmark's), and its model's files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from audio.api import Heard, HeardNothingKnown
from audio.endpointer import FRAME_SECONDS
from audio.recognizer import RecognizerError
from audio.spotter import LONG_STEPS, Spotted, Spotter, odds
from audio.spotter_model import FEW_PHRASES, MANY_PHRASES, SpotterModel, own_folder, read_model
from audio.spotter_net import STEP_SAMPLES, STEP_SECONDS, STEPS_TO_FILL, SpotterNet, members
from audio.spotting import SpottingEars
from kiosk.cli.listen import ALL, state_likely, state_phrases
from kiosk.loading import load_content
from tests.audio.sounds import Samples, frames, join, noise, speech
from tools.spotter.phrases import with_new

PHRASES = frozenset({"next slide", "go back", "main menu", "Where am I", "read this slide", "number two", "yes", "no"})
LATE_PHRASES = ("explore by touch", "fewer choices", "no time limit", "simple mode", "start scanning")
"""They were added to a model that knew the others."""
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def model() -> SpotterModel:
    return read_model()


@pytest.fixture
def spotter(model: SpotterModel) -> Spotter:
    return Spotter(model)


@pytest.fixture
def ears(spotter: Spotter) -> SpottingEars:
    spotter.listen_for(PHRASES)
    return SpottingEars(spotter)


def spotted(sound: Samples, spotter: Spotter) -> list[Spotted]:
    return [found for frame in frames(sound) if (found := spotter.hear(frame)) is not None]


def heard(sound: Samples, ears: SpottingEars) -> list[Heard | HeardNothingKnown]:
    return [event for frame in frames(sound) if (event := ears.hear(frame)) is not None]


@pytest.mark.real
@pytest.mark.parametrize("phrase", sorted(PHRASES))
def test_a_phrase_is_found(spotter: Spotter, phrase: str, tmp_path: Path) -> None:
    spotter.listen_for(PHRASES)
    (found,) = spotted(speech(phrase, tmp_path), spotter)
    assert found.phrase == phrase
    assert 0 < found.score <= 1


@pytest.mark.real
@pytest.mark.parametrize("phrase", LATE_PHRASES)
def test_a_phrase_that_was_trained_later_is_found_on_a_slide(spotter: Spotter, phrase: str, tmp_path: Path) -> None:
    deck = load_content(None, None).deck
    spotter.listen_for(state_phrases("slide", deck), likely=state_likely("slide", deck))
    assert [found.phrase for found in spotted(speech(phrase, tmp_path), spotter)] == [phrase]


@pytest.mark.real
def test_what_does_not_count_is_not_found(spotter: Spotter, tmp_path: Path) -> None:
    spotter.listen_for(PHRASES - {"go back"})
    assert spotted(speech("go back", tmp_path), spotter) == []


@pytest.mark.real
def test_what_was_said_before_a_change_does_not_count(spotter: Spotter, tmp_path: Path) -> None:
    spotter.listen_for(frozenset({"yes"}))
    sound = list(frames(speech("next slide", tmp_path)))
    loud = [at for at, frame in enumerate(sound) if np.abs(np.frombuffer(frame, np.int16)).max() > 1000]
    for frame in sound[: loud[-1] + 1]:
        spotter.hear(frame)
    spotter.listen_for(PHRASES)
    assert [spotter.hear(frame) for frame in sound[loud[-1] + 1 :]] == [None] * len(sound[loud[-1] + 1 :])


@pytest.mark.parametrize("level_db", [-90.0, -70.0, -45.0, -20.0])
def test_noise_is_nothing(spotter: Spotter, level_db: float) -> None:
    spotter.listen_for(frozenset(state_phrases(ALL, load_content(None, None).deck)))
    assert spotted(noise(10, level_db), spotter) == []


def test_silence_and_hum_and_clipping_are_nothing(spotter: Spotter) -> None:
    spotter.listen_for(PHRASES)
    time = np.arange(16_000 * 3) / 16_000
    hum = np.round(8000 * np.sin(2 * np.pi * 50 * time)).astype(np.int16)
    full = np.where(np.sin(2 * np.pi * 440 * time) > 0, 32767, -32768).astype(np.int16)
    assert spotted(join(np.zeros(48_000, np.int16), hum, full), spotter) == []


@pytest.mark.real
def test_ears_report_when_it_was_said(ears: SpottingEars, tmp_path: Path) -> None:
    ears.listen_for(PHRASES)
    (event,) = heard(join(noise(0.5), speech("next slide", tmp_path), noise(0.5)), ears)
    assert isinstance(event, Heard)
    assert event.phrase == "next slide"
    assert 1.2 < event.start < event.end <= event.decided  # it may be sure before the last sound has died away
    assert event.decided - event.end < 0.5


@pytest.mark.real
def test_other_words_are_nothing_known(ears: SpottingEars, tmp_path: Path) -> None:
    ears.listen_for(frozenset({"main menu", "high contrast"}))
    events = heard(join(speech("umbrella", tmp_path), noise(0.5)), ears)
    assert [type(event) for event in events] == [HeardNothingKnown]


@pytest.mark.parametrize(
    ("later_seconds", "second", "is_quiet_between", "expected"),
    [
        (0.6, "next slide", False, ["next"]),  # it goes on
        (0.6, "next", False, ["next"]),
        (0.6, "stop", False, ["next", "stop"]),  # something else
        (0.6, "next", True, ["next", "next"]),  # said again, after a breath
        (1.4, "next", False, ["next", "next"]),  # said again, in a room that is never quiet
    ],
)
def test_a_phrase_that_goes_on_is_heard_once(
    spotter: Spotter,
    monkeypatch: pytest.MonkeyPatch,
    later_seconds: float,
    second: str,
    is_quiet_between: bool,
    expected: list[str],
) -> None:
    first = 200
    found = {first: Spotted("next", 0.9), first + round(later_seconds / FRAME_SECONDS): Spotted(second, 0.9)}
    numbers = iter(range(1000))
    monkeypatch.setattr(spotter, "hear", lambda frame, *, is_quiet: found.get(next(numbers)))
    ears = SpottingEars(spotter)
    ears.listen_for(PHRASES)
    between = noise(0.3, -60.0 if is_quiet_between else -25.0)
    sound = np.concatenate([noise(4, -60.0), noise(0.06, -25.0), between, noise(2, -25.0)])
    assert [event.phrase for event in heard(sound, ears) if isinstance(event, Heard)] == expected


class WordyEars:
    """Ears that hear the first of their phrases at the hundredth frame."""

    def __init__(self) -> None:
        self.phrases: frozenset[str] = frozenset()
        self.likely: frozenset[str] = frozenset()
        self.frames = 0

    def listen_for(
        self,
        phrases: frozenset[str],
        *,
        likely: frozenset[str] = frozenset(),
        is_strict: bool = False,
        is_after_own_voice: bool = False,
    ) -> None:
        self.phrases, self.likely = phrases, likely

    def hear(self, frame: bytes) -> Heard | HeardNothingKnown | None:
        self.frames += 1
        if self.frames != 100:
            return None
        return Heard(min(self.phrases), 0.9, 1.0, 1.5, self.frames * FRAME_SECONDS)


def test_a_phrase_that_was_not_trained_is_left_to_other_ears(spotter: Spotter) -> None:
    others = WordyEars()
    ears = SpottingEars(spotter, lambda: others)
    phrases = frozenset({"next slide", "open the pod bay doors"})
    ears.listen_for(phrases, likely=phrases)
    assert others.likely == {"open the pod bay doors"}
    (event,) = heard(noise(3), ears)
    assert isinstance(event, Heard)
    assert event.phrase == "open the pod bay doors"


def test_other_ears_cost_nothing_while_they_are_not_needed(spotter: Spotter) -> None:
    others = WordyEars()
    ears = SpottingEars(spotter, lambda: others)
    ears.listen_for(PHRASES)
    assert heard(noise(3), ears) == []
    assert others.frames == 0


def test_other_ears_are_not_even_made_before_they_are_needed(spotter: Spotter) -> None:
    made: list[WordyEars] = []

    def new_others() -> WordyEars:
        made.append(WordyEars())
        return made[-1]

    ears = SpottingEars(spotter, new_others)
    ears.listen_for(PHRASES)
    assert not made
    for phrase in ("open the pod bay doors", "open sesame"):
        ears.listen_for(PHRASES | {phrase})
        assert made[0].phrases == {phrase}
    assert len(made) == 1


@pytest.mark.real
@pytest.mark.parametrize("after_seconds", [3.0, 4.02, 9.3])
def test_a_network_that_rested_in_a_quiet_room_says_what_it_would_have_said(
    model: SpotterModel, after_seconds: float, tmp_path: Path
) -> None:
    said = speech("next slide", tmp_path)
    sound = np.concatenate([noise(after_seconds, -70.0), said, noise(4, -70.0)])
    resting, waking = SpottingEars(Spotter(model)), Spotter(model)
    resting.listen_for(PHRASES)
    waking.listen_for(PHRASES)
    (event,) = heard(sound, resting)
    (found,) = spotted(sound, waking)
    assert isinstance(event, Heard)
    assert (event.phrase, event.score) == (found.phrase, found.score)


def test_the_network_rests_in_a_quiet_room_and_not_while_somebody_may_speak(
    spotter: Spotter, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[int] = []
    monkeypatch.setattr(spotter._net, "step", lambda samples: steps.append(1))
    ears = SpottingEars(spotter)
    ears.listen_for(frozenset())
    heard(noise(10, -60.0), ears)
    assert len(steps) < 5 / STEP_SECONDS
    steps.clear()
    heard(noise(2, -40.0), ears)
    assert len(steps) == 2 / STEP_SECONDS + STEPS_TO_FILL - 1  # what it missed, too


def test_what_flashes_up_is_less_sure_than_what_lasts() -> None:
    flash, lasting, certain = np.zeros((3, 10, 1))
    flash[4] = lasting[4 : 4 + LONG_STEPS] = 0.9
    certain[4:6] = 1 - 1e-9
    assert odds(flash).max() < odds(lasting).max() < odds(certain).max()
    assert odds(flash).max() < 1


def test_several_networks_are_averaged(model: SpotterModel) -> None:
    sound = np.random.default_rng(5).normal(0, 1000, (30, STEP_SAMPLES)).astype(np.float32)
    names = members(model.weights)
    assert len(names) > 1

    def said(kept: list[str]) -> np.ndarray:
        net = SpotterNet(
            {k: v for k, v in model.weights.items() if k.split(".")[0] not in names or k.split(".")[0] in kept}
        )
        return [net.step(samples) for samples in sound][-1]

    np.testing.assert_allclose(said(names), np.mean([said([name]) for name in names], axis=0), atol=1e-3)


def test_a_sound_heard_again_gives_the_same(model: SpotterModel) -> None:
    net = SpotterNet(model.weights)
    sound = np.random.default_rng(3).normal(0, 1000, (40, STEP_SAMPLES)).astype(np.float32)
    once = [net.step(samples) for samples in sound]
    net.forget()
    np.testing.assert_array_equal(once, [net.step(samples) for samples in sound])


def test_what_is_long_past_makes_no_difference(model: SpotterModel) -> None:
    """So a recording from its middle on is heard as the whole one is."""
    net = SpotterNet(model.weights)
    sound = np.random.default_rng(4).normal(0, 1000, (60, STEP_SAMPLES)).astype(np.float32)
    whole = [net.step(samples) for samples in sound]
    net.forget()
    late = [net.step(samples) for samples in sound[10:]]
    np.testing.assert_allclose(whole[-1], late[-1], atol=1e-4)


def test_the_phrases_of_the_list_are_the_outputs_of_the_model(model: SpotterModel) -> None:
    listed = (ROOT / "tools" / "spotter" / "phrases.txt").read_text(encoding="utf-8").split("\n")
    assert model.phrases == tuple(filter(None, listed))
    assert len(model.phrases) == MANY_PHRASES


def test_new_phrases_do_not_move_those_before_them() -> None:
    assert with_new(["yes", "no"], ["stop", "no", "go"]) == ["yes", "no", "go", "stop"]


def test_more_active_phrases_and_strictness_need_no_less(model: SpotterModel) -> None:
    calibration = model.calibration
    few, many = (calibration.needed("yes", count) for count in (FEW_PHRASES, MANY_PHRASES))
    assert min(few, many) <= calibration.needed("yes", 30) <= max(few, many)
    assert calibration.needed("yes", 8, is_strict=True) > few


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(own_folder(), tmp_path / "models")
    return tmp_path / "models"


def refusal(folder: Path) -> str:
    with pytest.raises(RecognizerError) as error:
        read_model("en", folder)
    return str(error.value)


def test_a_language_without_a_model_is_refused() -> None:
    with pytest.raises(RecognizerError, match=r"spotter-tlh\.json: there is no such model"):
        read_model("tlh")


def test_missing_weights_are_named(folder: Path) -> None:
    (folder / "spotter-en.npz").unlink()
    assert "spotter-en.npz: cannot be read" in refusal(folder)


def test_truncated_weights_are_refused(folder: Path) -> None:
    path = folder / "spotter-en.npz"
    path.write_bytes(path.read_bytes()[:-1000])
    assert "damaged or of another version: its SHA-256 is" in refusal(folder)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("format", 99, "its format is 99, this kiosk reads 2"),
        ("phrases", ["yes"], "not the card of a spotter"),
        ("few", None, "not the card of a spotter"),
        ("inactive", "much", "not the card of a spotter"),
    ],
)
def test_a_card_of_another_kind_is_refused(folder: Path, key: str, value: object, message: str) -> None:
    path = folder / "spotter-en.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {key: value}), encoding="utf-8")
    assert message in refusal(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", "7"])
def test_a_damaged_card_is_refused(folder: Path, text: str) -> None:
    (folder / "spotter-en.json").write_text(text, encoding="utf-8")
    assert "spotter-en.json: " in refusal(folder)
