"""Settings: defaults that need no file, and every mistake told at once with its way out."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from content.model import ContentError
from kiosk.settings import Settings, load_settings, parse_size


def faults_of(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "kiosk.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_settings(path)
    assert all(fault.file == str(path) and fault.way_out for fault in caught.value.faults)
    return [str(fault) for fault in caught.value.faults]


def test_no_file_is_needed() -> None:
    assert load_settings(None) == Settings()


def test_every_setting_can_be_written_with_its_own_default(tmp_path: Path) -> None:
    sections: dict[str, list[str]] = {}
    for entry in fields(Settings):
        value = getattr(Settings(), entry.name)
        text = f'"{value}"' if isinstance(value, str) else str(value).lower()
        sections.setdefault(entry.metadata["section"], []).append(f"{entry.name} = {text}")
    path = tmp_path / "kiosk.toml"
    path.write_text("\n".join(f"[{name}]\n" + "\n".join(lines) for name, lines in sections.items()), encoding="utf-8")
    assert load_settings(path) == Settings()


def test_a_value_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text('[visit]\nidle_seconds = 240\n[screen]\ntheme = "dark"\n', encoding="utf-8")
    settings = load_settings(path)
    assert (settings.idle_seconds, settings.theme, settings.volume) == (240, "dark", 5)


def test_all_mistakes_come_at_once_with_the_nearest_match(tmp_path: Path) -> None:
    told = faults_of(
        tmp_path,
        '[visit]\nidle_secs = 5\nwarning_seconds = "long"\n[sond]\nvolume = 3\n'
        '[sound]\nvolume = 9\nspeed = 2.5\n[loop]\nloop_speech = "loud"\n',
    )
    assert len(told) == 6
    everything = "\n".join(told)
    for part in ("idle_seconds", "a number", '"sound"', "1 to 7", "a whole number", '"aloud"'):
        assert part in everything


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("volume = 6\nmost_volume = 4", "sound.volume: 6 is louder than most_volume"),
        ('quiet_from = "20:00"', "sound.quiet_to: quiet hours need a begin and an end"),
        ('quiet_to = "7:00"', "sound.quiet_from: quiet hours need a begin and an end"),
        ('quiet_from = "8 pm"\nquiet_to = "24:00"', 'sound.quiet_from: "8 pm" is no time of the day'),
        ('quiet_from = "20:00"\nquiet_to = "7:0"', 'sound.quiet_to: "7:0" is no time of the day'),
    ],
)
def test_settings_that_do_not_go_together_are_told(tmp_path: Path, text: str, told: str) -> None:
    assert told in "\n".join(faults_of(tmp_path, f"[sound]\n{text}\n"))


@pytest.mark.parametrize("text", ["[visit", "visit = 3\n", "\udcff"])
def test_a_broken_file_is_explained(tmp_path: Path, text: str) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ContentError) as caught:
        load_settings(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no such file"):
        load_settings(tmp_path / "none.toml")


def test_true_is_no_number(tmp_path: Path) -> None:
    assert "whole number" in faults_of(tmp_path, "[sound]\nvolume = true\n")[0]


def test_a_number_that_is_no_choice_is_refused(tmp_path: Path) -> None:
    assert "Allowed: 0, 180, 270, 90" in faults_of(tmp_path, "[screen]\nrotation = 91\n")[0]


def test_sizes() -> None:
    assert parse_size("1280x720") == (1280, 720)
    for wrong in ("1280", "axb", "1x1", "99999x100"):
        with pytest.raises(ValueError, match="size"):
            parse_size(wrong)
