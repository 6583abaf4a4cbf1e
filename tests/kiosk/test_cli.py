"""The command line: exit codes, the data that it writes, and bad input told at once with its way out."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import wave
from dataclasses import replace
from pathlib import Path

import pytest

from content import places
from content.deck import FileDeck
from kiosk.__main__ import main
from kiosk.commands import FUNCTIONS
from kiosk.messages import Command
from kiosk.scene import Kind
from kiosk.script import screen_script
from kiosk.state import Session
from tests.pilot import KIOSK, kiosk_environment
from tests.rig import ScreenRig


@pytest.fixture
def broken_deck(tmp_path: Path) -> Path:
    """The MMN deck with six mistakes in it."""
    folder = tmp_path / "deck"
    shutil.copytree(places.default_deck_folder(), folder)
    slides = sorted(path for path in folder.glob("slides/*/*.toml") if path.name != "topic.toml")
    replaced(slides[0], r'icon = "[^"]*"', 'icon = "nerve-and-mussle"')
    replaced(slides[1], r"(?m)^title =", "titel =")
    replaced(slides[2], r'(?s)text = """.*?"""', 'text = ""')
    slides[3].write_text(slides[3].read_text() + "\nbroken = ", encoding="utf-8")
    replaced(slides[4], r'facts = \["F\d\d"', 'facts = ["F99"')
    topic = slides[5].parent / "topic.toml"
    replaced(topic, r"phrases = \[", 'phrases = ["next slide", ')
    return folder


def replaced(path: Path, pattern: str, by: str) -> None:
    text = path.read_text(encoding="utf-8")
    changed = re.sub(pattern, by, text, count=1)
    assert changed != text, path
    path.write_text(changed, encoding="utf-8")


def test_check_is_silent_on_the_deck_that_is_shipped(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr() == ("", "")


def test_check_tells_every_fault_at_once(broken_deck: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = broken_deck.parent / "settings.toml"
    config.write_text('[screen]\nthem = "dark"\n[sound]\nvolume = "loud"\n', encoding="utf-8")
    assert main(["check", "--deck", str(broken_deck), "--config", str(config)]) == 2
    told = capsys.readouterr().err
    for part in ("nerve-and-muscle", "titel", '"title"', "F99", "next slide", "line 1", "theme", "a whole number"):
        assert part in told, part
    assert len(told.strip().splitlines()) >= 8


@pytest.mark.parametrize("subcommand", ["run", "commands", "pictures", "narrate"])
def test_a_broken_deck_is_refused_with_all_its_faults(
    subcommand: str, broken_deck: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = [str(tmp_path / "out")] if subcommand in ("pictures", "narrate") else []
    assert main([subcommand, *out, "--deck", str(broken_deck)]) == 2
    told = capsys.readouterr().err
    assert "F99" in told and "titel" in told
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "--windowed", "wide"],
        ["pictures", "out", "--size", "1x1"],
        ["pictures", "out", "--theme", "lihgt"],
        ["pictures", "out", "--text-size", "huge"],
        ["listen", "x.wav", "--active", "slied"],
    ],
)
def test_wrong_arguments_are_explained(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert re.search(r"Allowed|Write|Did you mean", capsys.readouterr().err)


def test_settings_that_name_what_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text(
        '[screen]\ntheme = "drak"\n[content]\nlanguage = "eng"\ndeck = "/no/deck"\n[input]\nkeypad = "defualt"\n',
        encoding="utf-8",
    )
    assert main(["run", "--config", str(config)]) == 2
    told = capsys.readouterr().err
    assert "dark" in told and '"en"' in told and '"default"' in told
    assert "Traceback" not in told


def test_the_command_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["commands", "--json"]) == 0
    table = json.loads(capsys.readouterr().out)
    assert [row["command"] for row in table][: len(FUNCTIONS)] == [command.value for command in FUNCTIONS]
    for row in table:
        assert row["label"] and row["phrases"] and row["keys"] and row["states"] and row["help"]
    assert main(["commands"]) == 0
    assert "next slide" in capsys.readouterr().out


def test_narrate_says_every_word_that_is_shown(deck: FileDeck, tmp_path: Path) -> None:
    assert main(["narrate", str(tmp_path), "--rate", "260"]) == 0
    report = json.loads((tmp_path / "words.json").read_text(encoding="utf-8"))
    assert report["rate_wpm"] == 260
    assert [entry["slide"] for entry in report["slides"]] == [deck.slide(index).id for index in range(len(deck))]
    for index, entry in enumerate(report["slides"]):
        with wave.open(str(tmp_path / entry["wav"])) as file:
            seconds = file.getnframes() / file.getframerate()
        slide = deck.slide(index)
        for part in (slide.title, slide.picture, slide.question, *slide.text.split("\n"), *slide.options):
            assert part in entry["text"].replace("\n", " ") or all(word in entry["text"] for word in part.split())
        covered = set()
        before = 0.0
        for word in entry["words"]:
            assert before - 0.02 <= word["start"] <= word["end"] <= seconds + 0.02
            before = word["start"]
            covered |= set(range(word["shown"][0], sum(word["shown"])))
        silent = {entry["text"][at] for at in range(len(entry["text"])) if at not in covered}
        assert not {sign for sign in silent if sign.isalnum()}, entry["slide"]
        lines = screen_script(replace(Session(), slide=index), deck)
        assert len(entry["words"]) == sum(len(line.sentence.words) for line in lines)


def test_listen_tells_each_recording_and_refuses_what_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    silence, text = tmp_path / "silence.wav", tmp_path / "text.wav"
    with wave.open(str(silence), "wb") as file:
        file.setnchannels(1), file.setsampwidth(2), file.setframerate(16000)
        file.writeframes(bytes(32000))
    text.write_text("no sound")
    assert main(["listen", str(silence), str(text)]) == 1
    told = capsys.readouterr()
    line = json.loads(told.out)
    assert (line["file"], line["events"], line["rejected"]) == (str(silence), [], 0)
    assert line["seconds"] == pytest.approx(1.0, abs=0.05)
    assert "text.wav" in told.err and "Traceback" not in told.err


def test_pictures_hold_every_fact(deck: FileDeck, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pictures", str(tmp_path), "--size", "800x600", "--text-size", "small"]) == 0
    ledger = json.loads((tmp_path / "ledger.json").read_text(encoding="utf-8"))["pictures"]
    facts = {fact for picture in ledger for item in picture["items"] for fact in item["facts"]}
    assert facts == {f"F{number:02d}" for number in range(1, 39)}
    assert {picture["slide"] for picture in ledger} - {None} == {deck.slide(index).id for index in range(len(deck))}
    assert {picture["kind"] for picture in ledger} == {kind.value for kind in Kind}
    assert all((tmp_path / picture["file"]).stat().st_size > 1000 for picture in ledger)
    commands = {item["command"] for picture in ledger for item in picture["items"] if item["command"]}
    on_buttons = set(FUNCTIONS) - {Command.GO_TO_TOPIC, Command.GO_TO_SLIDE}
    assert commands >= {command.value for command in on_buttons} | {"GO_TO_TOPIC"}


def test_doctor_names_every_part(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["doctor", "--json"])
    findings = json.loads(capsys.readouterr().out)
    parts = [finding["part"] for finding in findings]
    assert parts == ["content", "screen", "speaker", "voice", "microphone", "own voice", "recognizer", "speech cache"]
    assert code == int(not all(finding["works"] for finding in findings))
    for finding in findings:
        assert finding["found"] and (finding["works"] or finding["advice"])
    assert {finding["part"] for finding in findings if finding["works"]} >= {"content", "voice", "recognizer"}


@pytest.mark.real
def test_a_slide_that_is_broken_is_told_after_the_first_one_was_shown(tmp_path: Path, screen: ScreenRig) -> None:
    folder = tmp_path / "deck"
    shutil.copytree(places.default_deck_folder(), folder)
    last = sorted(path for path in folder.glob("slides/*/*.toml") if path.name != "topic.toml")[-1]
    replaced(last, r"(?m)^title =", "titel =")
    command = [*KIOSK, "run", "--windowed", "1024x600", "--deck", str(folder), "--journal", str(tmp_path / "journal")]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=kiosk_environment(tmp_path, screen.env),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert f"{last}: " in done.stderr and "titel" in done.stderr
    assert "Traceback" not in done.stderr
    assert "slide_shown" in (tmp_path / "journal").read_text(encoding="utf-8")


UNTIL_THE_FIRST_SLIDE = """
import sys
from kiosk.__main__ import main
from kiosk.quick_pygame import import_quickly
import_quickly()
from kiosk.view.window import Window
before = Window.show
def show(window, scene):
    before(window, scene)
    print(*sys.modules)
    raise SystemExit(0)
Window.show = show
main(["run", "--windowed", "1024x600"])
"""


def test_the_first_slide_waits_for_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    env = {**kiosk_environment(tmp_path), "SDL_VIDEODRIVER": "dummy"}
    command = [sys.executable, "-c", UNTIL_THE_FIRST_SLIDE]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    imported = set(done.stdout.split())
    assert "kiosk.view.window" in imported
    late = "kiosk.app kiosk.session kiosk.orders kiosk.narrating kiosk.journal kiosk.inputs.touch content.deck_check"
    libraries = "numpy pkg_resources pygame.mixer difflib json shutil pocketsphinx pyttsx3 sounddevice"
    assert not imported & {*late.split(), *libraries.split(), "audio.api", "audio.listener", "audio.player"}
