"""Who may import whom, and what may run at import. A new line in a table here needs its reason in the commit."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("kiosk", "content", "audio")
MODULES = tuple(sorted(str(path.relative_to(ROOT)) for ours in OURS for path in (ROOT / ours).rglob("*.py")))

MAY_IMPORT_OURS = {"kiosk": ("kiosk", "content", "audio"), "content": ("content",), "audio": ("audio",)}

ONLY_IN = {
    "pygame": ("kiosk/app*.py", "kiosk/inputs/*.py", "kiosk/view/*.py", "kiosk/pictures*.py", "audio/player.py"),
    "pyttsx3": ("audio/pyttsx3_*.py",),
    # The engine that pyttsx3 drives on Linux, and the phonemes of the natural voice.
    "espeakng_loader": ("audio/pyttsx3_*.py", "audio/espeak_phonemes.py"),
    "onnxruntime": ("audio/kokoro_model.py",),
    "pocketsphinx": ("audio/pocketsphinx_*.py",),
    "faster_whisper": ("audio/whisper_model.py",),
    "sounddevice": ("audio/sounddevice_*.py",),
    "pulsectl": ("audio/pulsectl_*.py",),
    # Its AudioData is what recordings, microphone and recognizers hand each other.
    "speech_recognition": (
        "audio/speech_recognition_*.py",
        "audio/*recognizer.py",
    ),
    "libsonic": ("audio/stretch.py",),
    "soundfile": ("audio/kept_speech.py", "audio/pack_writer.py"),  # reads the rendered narration
    "numpy": ("audio/*.py", "kiosk/view/*.py", "kiosk/pictures*.py"),
}
"""Every library that is not Python's own, and the files that may import it."""

CORE = "asking attention check_words commands".split()
CORE += "everything exploring focusing headphones holding inviting messages more_help motion moving narrating".split()
CORE += "orders orientation panels prompts remedies room scanning scene scenes self_voicing situations".split()
CORE += "screen_check script session simple state talking time_limit tips touch_verdict".split()
"""The modules of kiosk that hold the rules and what follows from them."""
CORE_MAY_IMPORT = {"collections", "collections.abc", "dataclasses", "enum", "itertools", "typing", "content.model"}
CORE_MAY_IMPORT |= {"audio.api", "audio.narration"}
CORE_MAY_IMPORT |= {f"kiosk.{name}" for name in CORE}
CORE_MAY_ALSO_IMPORT = {
    # How a phrase or a key is written in a data file is said once, where these files are read and checked.
    "kiosk/commands.py": {"content.keypad", "content.language"},
}

PURE_CALLS = {"compile", "dict", "float", "frozenset", "len", "max", "min", "range", "sorted", "sum", "tuple", "zip"}
PURE_CALLS |= {"field", "dataclass", "items", "split", "keys", "values", "cast", "chr", "ord", "radians", "log", "sqrt"}


def tree(module: str) -> ast.Module:
    return ast.parse((ROOT / module).read_text(encoding="utf-8"), module)


def imports(parsed: ast.AST) -> Iterator[str]:
    """Every imported module, wherever the import stands; ``from content import text`` counts as both."""
    for node in ast.walk(parsed):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield f"{'.' * node.level}{node.module or ''}"
            if node.module in OURS:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def wrong_imports(module: str, parsed: ast.AST) -> list[str]:
    """The imports of ``module`` that the tables forbid."""
    package = Path(module).parts[0]
    wrong = []
    for name in imports(parsed):
        top = name.split(".")[0]
        if name.startswith("."):
            wrong.append(f"{name}: write the whole name")
        elif top in OURS:
            if top not in MAY_IMPORT_OURS[package]:
                wrong.append(f"{name}: {package} must not know {top}")
        elif top not in sys.stdlib_module_names and not any(fnmatch(module, file) for file in ONLY_IN.get(top, ())):
            wrong.append(f"{name}: only in {', '.join(ONLY_IN.get(top, ('(no file: it is in no table)',)))}")
    return wrong


def wrong_core_imports(module: str, parsed: ast.AST) -> list[str]:
    """The imports of a module of the core that would give it a clock, a disk, a screen or a sound."""
    allowed = CORE_MAY_IMPORT | CORE_MAY_ALSO_IMPORT.get(module, set()) | {"__future__"}
    return [name for name in imports(parsed) if name not in allowed and name not in OURS]


def running(parsed: ast.Module) -> list[str]:
    """What would run at import, beside definitions and constants; as ``line: code``."""
    found = [node for statement in parsed.body for node in _running(statement)]
    found += [node for node in ast.walk(parsed) if isinstance(node, ast.Global)]
    return [f"{node.lineno}: {ast.unparse(node)}" for node in found]


def _running(statement: ast.stmt) -> list[ast.stmt | ast.expr]:
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.FunctionDef() | ast.AsyncFunctionDef():
            return []
        case ast.ClassDef(body=body):
            fields = (ast.Assign, ast.AnnAssign, ast.Pass)
            return [node for inner in body if not isinstance(inner, fields) for node in _running(inner)]
        case ast.Expr(value=ast.Constant()):
            return []
        case ast.If(test=test) if ast.unparse(test) in ("__name__ == '__main__'", "TYPE_CHECKING"):
            return []
        case ast.If(test=test, body=body, orelse=orelse) if ast.unparse(test).startswith("sys.platform"):
            return [node for inner in body + orelse for node in _running(inner)]
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            names = [name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
            wrong: list[ast.stmt | ast.expr] = [] if all(map(_is_constant, names)) else [statement]
            return wrong + [call for call in _calls(statement) if not _is_pure(call)]
        case _:
            return [statement]


def _is_constant(name: str) -> bool:
    bare = name.strip("_")
    return bare.isupper() or bare[:1].isupper() or name == "__all__"


def _calls(statement: ast.stmt) -> Iterator[ast.Call]:
    return (node for node in ast.walk(statement) if isinstance(node, ast.Call))


def _is_pure(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in PURE_CALLS or name[:1].isupper()


@pytest.mark.parametrize("module", MODULES)
def test_imports_follow_the_map(module: str) -> None:
    assert wrong_imports(module, tree(module)) == []


@pytest.mark.parametrize("module", [f"kiosk/{name}.py" for name in CORE])
def test_the_core_has_no_clock_screen_sound_disk_or_thread(module: str) -> None:
    assert wrong_core_imports(module, tree(module)) == []


@pytest.mark.parametrize("module", MODULES)
def test_nothing_runs_at_import(module: str) -> None:
    assert running(tree(module)) == []


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_what_it_is_for(module: str) -> None:
    assert ast.get_docstring(tree(module))


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("content/deck.py", "import kiosk.session"),
        ("content/deck.py", "from audio import api"),
        ("audio/speaker.py", "def late():\n    from kiosk.messages import Command"),
        ("kiosk/session.py", "import pygame"),
        ("audio/speaker.py", "import pyttsx3.drivers"),
        ("kiosk/app.py", "import requests"),
        ("kiosk/app.py", "from .session import update"),
    ],
)
def test_a_forbidden_import_is_found(module: str, code: str) -> None:
    assert len(wrong_imports(module, ast.parse(code))) >= 1


@pytest.mark.parametrize(
    "code", ["import time", "from pathlib import Path", "from kiosk import app", "import audio.player"]
)
def test_a_core_import_that_is_not_pure_is_found(code: str) -> None:
    assert len(wrong_core_imports("kiosk/session.py", ast.parse(code))) == 1


@pytest.mark.parametrize(
    "code",
    [
        "print('hello')",
        "DECK = open('deck.toml')",
        "counter = 0",
        "for x in (): pass",
        "class A:\n    print('hello')",
        "def f():\n    global X\n    X = 1",
    ],
)
def test_what_runs_at_import_is_found(code: str) -> None:
    assert len(running(ast.parse(code))) == 1


def test_definitions_and_constants_may_stand() -> None:
    code = '"""Doc."""\nimport re\nLIMIT = 3\n"""Why."""\nWORD = re.compile("a")\n'
    code += "class A:\n    x: int = 0\n    def f(self): ...\n"
    assert running(ast.parse(code)) == []
