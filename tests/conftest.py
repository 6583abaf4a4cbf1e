"""What every test may ask for: the virtual sound card, the virtual screen. In CI a skip is a failure."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator

import pytest

from tests.rig import ScreenRig, SoundRig, environment, missing_tools
from tests.second_try import pytest_addoption, pytest_runtest_protocol, pytest_terminal_summary

__all__ = ["pytest_addoption", "pytest_runtest_protocol", "pytest_terminal_summary"]

IS_CI = os.environ.get("CI", "") not in ("", "0", "false")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with tests in real time come first: they mostly wait, and what reckons fills the time that is left.

    `make test` runs two files at a time, each process with a sound card and a screen of its own.
    """
    real = {item.path for item in items if item.get_closest_marker("real")}
    items.sort(key=lambda item: item.path not in real)  # stable: within both the order is kept


def need_rig() -> None:
    """Skip where there is no rig to be had. In CI the skip is a failure (see below)."""
    if sys.platform != "linux":
        pytest.skip("the virtual screen and sound card need Linux")
    if missing := missing_tools():
        pytest.skip(f"not installed: {', '.join(missing)}; `make test` installs them")


@pytest.fixture(scope="session")
def sound_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundRig]:
    """The one sound server of the run; tests ask for ``sound``."""
    need_rig()
    with SoundRig(tmp_path_factory.mktemp("sound")) as rig:
        yield rig


@pytest.fixture
def sound(sound_server: SoundRig) -> Iterator[SoundRig]:
    """A speaker and a microphone, both plugged in and silent; for programs started with ``sound.env``."""
    sound_server.mend()
    yield sound_server
    sound_server.mend()


@pytest.fixture
def sound_here(sound: SoundRig) -> Iterator[SoundRig]:
    """The same, for a test that plays or listens in its own process."""
    with environment(sound.env):
        yield sound


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScreenRig]:
    """An empty screen of 1920x1080; for programs started with ``screen.env``. Each test closes its own windows."""
    need_rig()
    with ScreenRig(tmp_path_factory.mktemp("screen")) as rig:
        yield rig


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI nothing is skipped: whatever a test needs has to be there."""
    report = yield
    if IS_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself."""
    report = yield
    if IS_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report
