"""The command line of mmn-kiosk: arguments and exit codes.

Exit codes: 0 all is well; 1 something on this machine is missing or broke; 2 the arguments or the content are wrong.
Every subcommand imports what it needs only when it runs, so that the kiosk starts quickly.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
from pathlib import Path

from content.model import ContentError
from kiosk.quick_pygame import import_quickly

SUBCOMMANDS = {
    "run": "open the kiosk (this is what happens without a subcommand)",
    "check": "list every fault of deck, languages, phrases, themes and settings",
    "commands": "list the commands: name, label, phrases, keys, help",
    "phrases": "list what can be said and where it counts; try or hear a phrase of your own",
    "pictures": "write each slide and panel as a PNG, and ledger.json",
    "narrate": "write each slide's narration as a WAV, and words.json; or render a deck's narration",
    "say": "hear and see what the voice makes of a text; or the level reference",
    "listen": "hear recordings as the kiosk would: one JSON line each",
    "doctor": "say what works on this machine, and what to do about the rest",
}


class _Help(argparse.HelpFormatter):
    """As wide as the terminal. argparse asks shutil for that, and that import takes as long as all the rest here."""

    def __init__(self, prog: str) -> None:
        try:
            columns = os.get_terminal_size().columns
        except (OSError, ValueError):
            columns = 80
        super().__init__(prog, width=columns - 2)


def parser(only: str = "") -> argparse.ArgumentParser:
    """The parser of all arguments, or of those of the subcommand ``only``, which is made more quickly."""
    top = argparse.ArgumentParser(
        prog="mmn-kiosk", description="An accessible waiting-room kiosk on MMN.", formatter_class=_Help
    )
    parsers = top.add_subparsers(dest="subcommand", metavar="SUBCOMMAND", prog=top.prog)
    for name in (only,) if only else SUBCOMMANDS:
        text = SUBCOMMANDS[name]
        added = parsers.add_parser(name, help=text, description=text, formatter_class=_Help)
        added.add_argument("--config", type=Path, metavar="FILE", help="settings file (TOML)")
        added.add_argument("--deck", type=Path, metavar="DIR", help="folder of the deck")
        if name in _OWN:
            _OWN[name](added)
    return top


def _add_run(run: argparse.ArgumentParser) -> None:
    run.add_argument("--windowed", metavar="WxH", default="", help="open a window of this size")
    run.add_argument("--journal", metavar="FILE", default="", help="log what the kiosk did, JSON lines")
    run.add_argument("--ppi", type=float, metavar="N", default=0, help="pixels an inch of the panel")


def _add_check(check: argparse.ArgumentParser) -> None:
    reading = "show how hard every slide, topic and group of prompts is to read, too"
    check.add_argument("--reading", action="store_true", help=reading)


def _add_json(told: argparse.ArgumentParser) -> None:
    told.add_argument("--json", action="store_true", help="as JSON")


def _add_doctor(doctor: argparse.ArgumentParser) -> None:
    _add_json(doctor)
    screen = "measure the screen with a bank card and test touch, in a window of its own"
    doctor.add_argument("--screen", action="store_true", help=screen)


def _add_narrate(narrate: argparse.ArgumentParser) -> None:
    out = "folder for the WAV files and words.json; with --all for the narration, without it the deck's own"
    narrate.add_argument("out", type=Path, metavar="OUT", nargs="?", help=out)
    everything = "render all that the kiosk ever says with the natural voice, into the deck; goes on where it was"
    narrate.add_argument("--all", action="store_true", help=everything)
    narrate.add_argument("--idle", action="store_true", help="with --all: one core, at the lowest priority")
    narrate.add_argument("--voice", metavar="V", default="", help="name of the voice")
    narrate.add_argument("--rate", type=int, metavar="WPM", default=0, help="words a minute")


def _add_say(say: argparse.ArgumentParser) -> None:
    say.add_argument("text", nargs="?", default="", metavar="TEXT", help="what to say, in quotes")
    say.add_argument("--voice", metavar="V", default="", help="name of the voice")
    say.add_argument("--rate", type=int, metavar="WPM", default=0, help="words a minute")
    say.add_argument("--out", type=Path, metavar="FILE", help="write a WAV file instead, at full volume")
    say.add_argument("--reference", action="store_true", help="20 s of noise as loud as the narration, for a meter")


def _add_listen(listen: argparse.ArgumentParser) -> None:
    from kiosk.settings import RECOGNIZERS

    listen.add_argument("files", type=Path, nargs="+", metavar="FILE", help="WAV or FLAC")
    states = "phrases that count: all, or those of a screen: slide, topics, …"
    listen.add_argument("--active", metavar="STATE", default="all", help=states)
    played = "what the kiosk itself played meanwhile, from the same moment on: it is taken out"
    listen.add_argument("--reference", type=Path, metavar="PLAYED", help=played)
    listen.add_argument("--recognizer", default="", choices=RECOGNIZERS, help="instead of the one of the settings")


def _add_phrases(phrases: argparse.ArgumentParser) -> None:
    _add_json(phrases)
    tried = "what this would do in each state, what it is too like, whether it can be heard"
    phrases.add_argument("--try", dest="tried", metavar="PHRASE", default="", help=tried)
    phrases.add_argument("--say", metavar="PHRASE", default="", help="hear it in the kiosk's voice")


def _add_pictures(pictures: argparse.ArgumentParser) -> None:
    pictures.add_argument("out", type=Path, metavar="OUT", help="folder for the PNG files and ledger.json")
    pictures.add_argument("--size", metavar="WxH", default="1920x1080", help="size in pixels")
    pictures.add_argument("--ppi", type=float, metavar="N", default=0, help="pixels an inch; 0: guessed")
    pictures.add_argument("--theme", metavar="T", default="", help="name of the theme")
    pictures.add_argument("--text-size", metavar="S", default="", help="smallest, small, medium, large or largest")


_OWN = {
    "run": _add_run,
    "check": _add_check,
    "commands": _add_json,
    "phrases": _add_phrases,
    "pictures": _add_pictures,
    "narrate": _add_narrate,
    "say": _add_say,
    "listen": _add_listen,
    "doctor": _add_doctor,
}
"""What a subcommand has beside --config and --deck."""


def main(arguments: list[str] | None = None) -> int:
    """Run the program; the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0].startswith("-") and given[0] not in ("-h", "--help")):
        given.insert(0, "run")
    parsed = parser(given[0] if given[0] in SUBCOMMANDS else "").parse_args(given)
    gc.disable()  # while everything is imported there is nothing to collect; run turns it on after the first slide
    try:
        import_quickly()
        module = importlib.import_module(f"kiosk.cli.{parsed.subcommand}")
        if parsed.subcommand != "run":
            gc.enable()
        return int(module.run(parsed))
    except ContentError as error:
        print(error, file=sys.stderr)
        count = len(error.faults)
        print(f"{count} fault{'s' if count != 1 else ''} found. Nothing was changed.", file=sys.stderr)
        return 2
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    finally:
        gc.enable()


if __name__ == "__main__":
    sys.exit(main())
