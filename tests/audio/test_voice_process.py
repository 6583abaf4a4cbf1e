"""A voice that hangs, crashes, lies or is not there: noticed within the deadline, and tried again."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from audio.voice_process import BACKOFF_SECONDS, VoiceFailure, VoiceProcess, words_of
from tests.audio.sound_out import READY, TONES, sentence, speaking_worker, worker

pytestmark = pytest.mark.timed

SAY = sentence("One two.")


class Clock:
    """Time that the test turns, on top of the real one (the deadline of an answer is real)."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


def render(voice: VoiceProcess) -> str:
    """The voice that spoke, or the reason why none did."""
    try:
        voice.render(SAY, "en", "", 150)
        return voice.spoken_by
    except VoiceFailure as failure:
        return f"failed: {failure}"


def test_a_working_voice_gives_samples_and_times(tmp_path: Path) -> None:
    voice = VoiceProcess(2.0, speaking_worker(tmp_path))
    rendered = voice.render(SAY, "en", "deep", 150)
    assert len(rendered.pcm) == 2 * 8820 * 2
    assert rendered.words == ((0.0, 0.2), (0.2, 0.4))
    assert voice.missing == "deep"
    voice.close()
    voice.close()


ANSWER = READY + "for line in sys.stdin:\n    number = json.loads(line)['id']\n"
FAULTS = {
    "hangs": (ANSWER + "    time.sleep(60)\n", "did not answer within"),
    "crashes": (ANSWER + "    sys.exit(3)\n", "broke off"),
    "garbage": (ANSWER + "    print('hello', flush=True)\n", "broke off"),
    "not json object": (ANSWER + "    print('[1]', flush=True)\n", "broke off"),
    "half an answer": (
        ANSWER + "    print(json.dumps({'id': number, 'bytes': 99}) + '\\nabc', flush=True); sys.exit()\n",
        "broke off",
    ),
    "silence": (
        ANSWER
        + "    head = {'id': number, 'bytes': 4, 'seconds': 1, 'words': [[0, 1], [1, 2]], 'estimated': True,\n"
        + "            'voice': 'v', 'missing': ''}\n"
        + "    sys.stdout.write(json.dumps(head) + '\\n\\0\\0\\0\\0'); sys.stdout.flush()\n",
        "silence",
    ),
    "too few words": (
        ANSWER
        + "    head = {'id': number, 'bytes': 2, 'seconds': 1, 'words': [[0, 1]], 'estimated': True,\n"
        + "            'voice': 'v', 'missing': ''}\n"
        + "    sys.stdout.write(json.dumps(head) + '\\nab'); sys.stdout.flush()\n",
        "other words",
    ),
    "an answer without its parts": (
        ANSWER + "    print(json.dumps({'id': number, 'bytes': 0}), flush=True)\n",
        "nonsense",
    ),
    "an error": (
        ANSWER + "    print(json.dumps({'id': number, 'bytes': 0, 'error': 'no espeak'}), flush=True)\n",
        "no espeak",
    ),
    "no voice at all": (
        "import json\nprint(json.dumps({'id': 0, 'bytes': 0, 'error': 'RuntimeError: no eSpeak installed'}))\n",
        "no eSpeak installed",
    ),
    "never begins": ("import sys\nsys.exit('no module')\n", "broke off"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_voice_is_told_in_time_and_works_again_when_it_is_mended(tmp_path: Path, fault: str) -> None:
    body, reason = FAULTS[fault]
    clock = Clock()
    voice = VoiceProcess(1.5, worker(tmp_path, body), clock)
    began = time.monotonic()
    assert reason in render(voice)
    assert time.monotonic() - began < 6.0
    speaking_worker(tmp_path)  # the same file, mended
    if fault == "an error":
        voice._kill()  # a worker that answers is kept: only its restart reads the file again
    clock.ahead += sum(BACKOFF_SECONDS)
    assert render(voice) == "tones"
    voice.close()


def test_a_program_that_does_not_exist_is_a_failure_too(tmp_path: Path) -> None:
    voice = VoiceProcess(0.4, (str(tmp_path / "nothing"),))
    assert "cannot be started" in render(voice)
    voice.close()


def test_a_voice_that_keeps_failing_is_started_ever_more_seldom(tmp_path: Path) -> None:
    log = tmp_path / "starts"
    clock = Clock()
    voice = VoiceProcess(1.0, worker(tmp_path, f"open({str(log)!r}, 'a').write('x')\n"), clock)
    waits = []
    for _ in range(5):
        before = log.stat().st_size if log.exists() else 0
        assert "failed" in render(voice)
        assert log.stat().st_size == before + 1
        waits.append(round(voice.seconds_to_retry()))
        clock.ahead += max(0.0, voice.seconds_to_retry() - 0.5)
        if voice.seconds_to_retry() > 0.2:
            assert "failed" in render(voice)  # at once, without a start
            assert log.stat().st_size == before + 1
        clock.ahead += 1.0
    assert waits == [round(seconds) for seconds in BACKOFF_SECONDS[:5]]
    voice.close()


def test_a_worker_that_was_killed_from_outside_is_replaced(tmp_path: Path) -> None:
    voice = VoiceProcess(2.0, speaking_worker(tmp_path))
    assert render(voice) == "tones"
    assert voice._process is not None
    voice._process.kill()
    voice._process.wait()
    first = render(voice)
    assert first == "tones" or "failed" in first
    assert render(voice) == "tones"
    voice.close()


def test_a_late_answer_to_an_older_question_is_dropped(tmp_path: Path) -> None:
    twice = READY + TONES.replace(
        "    sys.stdout.buffer.write(json", '    sys.stdout.buffer.write(b\'{"id": 0, "bytes": 0}\\n\' + json'
    )
    voice = VoiceProcess(2.0, worker(tmp_path, twice))
    assert render(voice) == "tones"
    assert render(voice) == "tones"
    voice.close()


def test_a_closed_voice_fails_and_its_worker_has_ended(tmp_path: Path) -> None:
    voice = VoiceProcess(2.0, speaking_worker(tmp_path))
    render(voice)
    process = voice._process
    assert process is not None
    voice.close()
    assert process.poll() is not None
    assert "closed" in render(voice)


def test_the_last_word_ends_the_sentence_and_nothing_unspeakable_reaches_the_voice() -> None:
    assert words_of(sentence("One two")) == ["One", "two."]
    assert words_of(sentence("One two?")) == ["One", "two?"]
    assert words_of(sentence("a\x00b c\u200b.")) == ["a b", "c ."]
    assert words_of(sentence("")) == []
