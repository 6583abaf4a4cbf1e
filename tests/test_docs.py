"""The docs keep up with the program: every setting, command, flag and event is in them, and what they name exists."""

from __future__ import annotations

import argparse
import ast
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from content.language import spoken_form
from kiosk.__main__ import parser
from kiosk.commands import phrase_orders, rows
from kiosk.loading import load_content
from kiosk.settings import Settings
from tools.write_commands_page import PAGE, page

ROOT = Path(__file__).parents[1]
PAGES = tuple(sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]))
NAMES = [str(path.relative_to(ROOT)) for path in PAGES]
DECISIONS = tuple(sorted((ROOT / "docs" / "decisions").glob("*.md")))


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def table(name: str) -> list[list[str]]:
    """The cells of every table row of a page."""
    lines = [line for line in text(name).splitlines() if line.startswith("|") and not line.startswith("|---")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


# ---------------------------------------------------------------- what there is, is documented


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda setting: setting.name)
def test_every_setting_stands_in_its_table_with_its_default(setting) -> None:
    found = [row for row in table("docs/settings.md") if row[1] == f"`{setting.name}`"]
    assert len(found) == 1
    assert found[0][0] == setting.metadata["section"]
    assert tomllib.loads(f"default = {found[0][2].strip('`')}")["default"] == setting.default


def test_no_setting_is_documented_that_is_not_there() -> None:
    documented = {row[1].strip("`") for row in table("docs/settings.md")[1:]}
    assert documented == {setting.name for setting in fields(Settings)}


def flags() -> list[tuple[str, str]]:
    """(subcommand, flag) for every flag of the command line; the flag "" stands for the subcommand itself."""
    subcommands = next(a for a in parser()._actions if isinstance(a, argparse._SubParsersAction)).choices
    found = [(name, "") for name in subcommands]
    for name, sub in subcommands.items():
        actions = [action for action in sub._actions if action.dest != "help"]
        found += [(name, option) for action in actions for option in action.option_strings]
    return found


@pytest.mark.parametrize(("subcommand", "flag"), flags())
def test_every_subcommand_and_flag_is_documented(subcommand: str, flag: str) -> None:
    page_text = text("docs/command-line.md")
    if not flag:
        assert re.search(rf"mmn-kiosk \[?{subcommand}\b", page_text)
    elif flag in ("--config", "--deck"):
        assert re.search(rf"Every subcommand takes .*`{flag} ", page_text)
    else:
        of = [row[1] for row in table("docs/command-line.md") if row[0].startswith(f"`{flag}")]
        assert len(of) == 1
        assert subcommand in of[0].split(", ")


def test_the_page_of_commands_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"


def events() -> set[str]:
    """The name of every event that the program writes into its journal."""
    found = set()
    for path in (ROOT / "kiosk").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and re.search(r"journal\.write$", ast.unparse(node.func)):
                names = [leaf.value for leaf in ast.walk(node.args[0]) if isinstance(leaf, ast.Constant)]
                found |= {name for name in names if isinstance(name, str)}
    return found


def test_every_event_of_the_journal_is_documented() -> None:
    documented = set(re.findall(r"`([a-z_]+)`", " ".join(row[0] for row in table("docs/journal.md"))))
    assert documented == events()
    assert len(documented) > 10


# ---------------------------------------------------------------- what is documented, is there


def test_the_readme_opens_with_the_two_commands() -> None:
    lines = [line for line in text("README.md").splitlines() if line]
    assert lines[1].startswith("    make run ")
    assert lines[2].startswith("    make test ")


@pytest.mark.parametrize("name", NAMES)
def test_every_target_of_make_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^    )make ([a-z-]+)", text(name), re.MULTILINE)) <= targets


@pytest.mark.parametrize("name", NAMES)
def test_every_relative_link_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text(name))
    assert [link for link in links if "://" not in link and not ((ROOT / name).parent / link).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_file_that_is_named_exists(name: str) -> None:
    named = re.findall(r"`((?:kiosk|content|audio|tests|docs|tools)/[\w./-]*)`", text(name))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_what_the_readme_says_to_say_and_press_works() -> None:
    content = load_content(None, None)
    language = content.deck.language
    known = {spoken_form(phrase) for phrase in phrase_orders(language, content.deck.topics)}
    keys = {key for row in rows(language, content.keypad) for key in row.keys}
    others = {"then a figure": "1", "−": "-"}
    say, press = 1, 2
    checked = 0
    for row in table("README.md"):
        if len(row) != 4 or row[0] == "to":
            continue
        for phrase in re.findall(r'"([^"]+)"', row[say]):
            assert spoken_form(phrase) in known
            checked += 1
        for key in filter(None, re.split(r", | (?!a |figure)", row[press])):
            assert others.get(key, key) in keys
            checked += 1
    assert checked > 30


# ---------------------------------------------------------------- decisions and glossary


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_about_ten_lines(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert 7 <= len(lines) <= 13
    parts = [line.split(".**")[0].strip("*") for line in lines if line.startswith("**")]
    assert parts == ["Context", "Decision", "Consequence"]


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [path.name[:3] for path in DECISIONS] == [f"{number:02}-" for number in range(1, len(DECISIONS) + 1)]


def test_the_glossary_has_each_word_once_in_order() -> None:
    words = [row[0] for row in table("docs/glossary.md")[1:]]
    assert words == sorted(set(words))
