"""Builds the wheel and the sdist, and tries the wheel where it is installed: away from the source tree.

Nothing of the packages may be missing from either; the installed kiosk must find its deck and its commands.
Used by `make check`. Exit code 1 with the reason if something is wrong.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[1]
PACKAGES = ("kiosk", "content", "audio")


def build(out: Path) -> tuple[Path, Path]:
    """The wheel and the sdist, freshly built."""
    _run([sys.executable, "-m", "hatchling", "build", "-d", str(out)], ROOT)
    return next(out.glob("*.whl")), next(out.glob("*.tar.gz"))


def wanted() -> set[str]:
    """Every file of the packages that git knows, as relative names."""
    listed = _run(["git", "ls-files", "-z", *PACKAGES], ROOT)
    return {name for name in listed.split("\0") if name and (ROOT / name).exists()}


def missing(wheel: Path, sdist: Path) -> list[str]:
    """What the wheel or the sdist lacks."""
    with zipfile.ZipFile(wheel) as archive:
        in_wheel = set(archive.namelist())
    with tarfile.open(sdist) as archive:
        in_sdist = {str(PurePosixPath(*PurePosixPath(name).parts[1:])) for name in archive.getnames()}
    lacks = [f"the wheel lacks {name}" for name in sorted(wanted() - in_wheel)]
    more = {"pyproject.toml", "README.md", "LICENSE", "Makefile", "tests/rig.py"}
    return lacks + [f"the sdist lacks {name}" for name in sorted((wanted() | more) - in_sdist)]


def try_installed(wheel: Path, where: Path) -> None:
    """Install the wheel into ``where`` and ask the installed kiosk for its faults and its commands."""
    site = where / "site"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(site), str(wheel)]
    _run(pip, where)
    env = {**os.environ, "PYTHONPATH": str(site), "PYTHONSAFEPATH": "1"}
    found = _run([sys.executable, "-c", "import content; print(content.__file__)"], where, env).strip()
    if not found.startswith(str(site)):
        raise SystemExit(f"try_wheel: {found} was tried, not the installed package")
    _run([sys.executable, "-m", "kiosk", "check"], where, env)
    if "NEXT" not in _run([sys.executable, "-m", "kiosk", "commands", "--json"], where, env):
        raise SystemExit("try_wheel: the installed kiosk knows no commands")


def _run(command: list[str], cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        raise SystemExit(f"try_wheel: {' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def main() -> None:
    """Build, look inside, install, try."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        wheel, sdist = build(out)
        lacks = missing(wheel, sdist)
        if lacks:
            raise SystemExit("\n".join(f"try_wheel: {line}" for line in lacks))
        try_installed(wheel, out)
        size = wheel.stat().st_size / 1e6
        print(f"wheel ({size:.1f} MB) and sdist hold all {len(wanted())} files of the packages; installed, it works")


if __name__ == "__main__":
    main()
