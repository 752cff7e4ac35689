"""Real clients through a real gateway process to fake providers."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.clients.claude_code import ClaudeCode, installed
from tests.clients.dragoman import Dragoman
from tests.fakes import answers, tasks
from tests.fakes.upstream import FakeUpstream, running

_REASON = (
    "the real Claude Code is not installed, so the tests marked `client` are left out; "
    "`python tests/clients/install.py` installs it"
)
_LEFT_OUT = pytest.StashKey[int]()


def _required() -> bool:
    return bool(os.environ.get("CI") or os.environ.get("DRAGOMAN_REQUIRE_CLIENTS"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the `client` tests out where a developer has no clients; CI must have them."""
    if _required() or installed() is not None:
        return
    out = [item for item in items if item.get_closest_marker("client")]
    if out:
        items[:] = [item for item in items if not item.get_closest_marker("client")]
        config.hook.pytest_deselected(items=out)
        config.stash[_LEFT_OUT] = len(out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why tests were left out."""
    if count := terminalreporter.config.stash.get(_LEFT_OUT, 0):
        terminalreporter.section("left out")
        terminalreporter.line(f"{count} tests: {_REASON}")


@pytest.fixture
def claude(tmp_path: Path) -> ClaudeCode:
    """The real Claude Code, with a HOME of its own."""
    program = installed()
    assert program is not None, _REASON
    return ClaudeCode(program, tmp_path / "claude")


@contextmanager
def served(upstream: FakeUpstream, folder: Path) -> Iterator[Dragoman]:
    """A gateway in front of `upstream`."""
    gateway = Dragoman(folder)
    gateway.add_provider(upstream)
    with gateway:
        yield gateway


@pytest.fixture
def upstream() -> Iterator[FakeUpstream]:
    """A Chat-only provider whose model obeys orders."""
    with running(FakeUpstream(answers.plays(tasks.obey))) as fake:
        yield fake


@pytest.fixture
def dragoman(upstream: FakeUpstream, tmp_path: Path) -> Iterator[Dragoman]:
    """A gateway in front of `upstream`, which every model name leads to."""
    with served(upstream, tmp_path) as gateway:
        yield gateway
