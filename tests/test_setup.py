"""The set-up script on machines that lack something: it says what, by name, and changes nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = tuple("awk basename bash cat dirname env find git id mktemp readlink rm touch tr uname".split())

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the script installs packages on Linux only")


class Machine:
    """A source tree and a PATH of its own, with only the programs that are put there."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._bin = root / "bin"
        self._bin.mkdir()
        (root / "tools").mkdir()
        shutil.copy(ROOT / "tools" / "setup", root / "tools" / "setup")
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found, tool
            (self._bin / tool).symlink_to(found)

    def add(self, name: str, script: str) -> None:
        """A program of this name that does what ``script`` says."""
        path = self._bin / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!{shutil.which('bash')}\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def set_up(self, purpose: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self._bin / "bash"), "tools/setup", purpose], cwd=self._root, env={"PATH": str(self._bin)},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    @property
    def has_environment(self) -> bool:
        return (self._root / ".venv").exists()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Linux with Python 3.12 and none of the libraries."""
    machine = Machine(tmp_path)
    machine.add("ldconfig", "echo '0 libs found in cache'")
    machine.add("python3", "[[ $* == *version_info* ]] && echo 3.12; exit 0")
    return machine


def test_without_apt_it_names_the_packages_of_other_systems(machine: Machine) -> None:
    done = machine.set_up("run")
    assert done.returncode == 1
    for word in ("libportaudio2", "libpulse0", "Fedora: dnf install portaudio", "Arch:   pacman -S portaudio"):
        assert word in done.stderr
    assert "xvfb" not in done.stderr.splitlines()[0], "the kiosk itself needs no test tools"
    assert not machine.has_environment


def test_the_tests_need_more(machine: Machine) -> None:
    missing = machine.set_up("test").stderr.splitlines()[0].split()
    wanted = {"xvfb", "xdotool", "pulseaudio", "pulseaudio-utils", "flite", "tesseract-ocr", "libportaudio2"}
    assert wanted <= set(missing)


def test_without_root_it_says_what_root_has_to_install(machine: Machine) -> None:
    machine.add("id", "echo 1000")
    machine.add("apt-get", "echo called >&2")
    done = machine.set_up("run")
    assert done.returncode == 1
    assert "as root: apt-get install libportaudio2" in done.stderr
    assert "called" not in done.stderr


def test_apt_that_fails_is_told_with_its_own_words(machine: Machine) -> None:
    machine.add("id", "echo 0")
    machine.add("tail", "while read -r line; do echo \"$line\"; done < \"$3\"")
    machine.add("apt-get", "echo 'E: no space left on device'; exit 100")
    done = machine.set_up("run")
    assert done.returncode == 1
    assert "E: no space left on device" in done.stderr
    assert "apt-get could not install: libportaudio2" in done.stderr


def test_what_is_missing_is_installed_without_a_question(machine: Machine, tmp_path: Path) -> None:
    machine.add("id", "echo 0")
    machine.add("apt-get", f"echo \"$DEBIAN_FRONTEND $*\" >> {tmp_path}/asked; exit 0")
    machine.add("python3", "[[ $* == *version_info* ]] && echo 3.12; [[ $* == '-m venv .venv' ]] && exit 1; exit 0")
    assert "cannot make a virtual environment" in machine.set_up("run").stderr
    asked = (tmp_path / "asked").read_text(encoding="utf-8")
    assert asked.startswith("noninteractive -q -y ")
    assert " install --no-install-recommends libportaudio2 " in asked


def test_an_old_python_is_refused(machine: Machine) -> None:
    versions = "[[ $* == *version_info* ]] && echo 3.09; [[ $* == --version ]] && echo Python 3.9.2"
    machine.add("python3", f"{versions}; exit 0")
    done = machine.set_up("run")
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed; here is: Python 3.9.2" in done.stderr


@pytest.fixture
def ready(machine: Machine, tmp_path: Path) -> Path:
    """The machine with all libraries and an environment whose Python notes what it is asked; where it notes it."""
    libraries = "portaudio.so.2 pulse.so.0 X11.so.6 Xext.so.6 Xcursor.so.1 Xi.so.6 Xrandr.so.2 Xfixes.so.3".split()
    machine.add("ldconfig", "echo '0 libs found in cache'\n" + "\n".join(f"echo lib{name}" for name in libraries))
    machine.add("apt-get", "exit 0")  # for what is looked up in the file system
    machine.add("id", "echo 0")
    asked = tmp_path / "asked"
    machine.add("environment-python", f'echo "$*" >> {asked}')
    for package in ("kiosk", "content", "audio"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "module.py").touch()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(tmp_path / "bin" / "environment-python")
    (tmp_path / "pyproject.toml").touch()
    return asked


def test_the_program_is_compiled_when_it_has_changed_and_only_then(
    machine: Machine, ready: Path, tmp_path: Path
) -> None:
    def compiled() -> bool:
        ready.unlink(missing_ok=True)
        done = machine.set_up("run")
        assert done.returncode == 0, done.stderr
        return "-m compileall -q kiosk content audio" in ready.read_text(encoding="utf-8").splitlines()

    assert compiled()
    assert not compiled()
    changed = tmp_path / "audio" / "module.py"
    stamp = (tmp_path / ".venv" / "compiled").stat().st_mtime
    os.utime(changed, (stamp + 1, stamp + 1))
    assert compiled()
