"""Real clients through a real gateway process to fake providers."""

import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.clients import claude_code
from tests.clients import codex as codex_program
from tests.clients.claude_code import ClaudeCode
from tests.clients.codex import Codex
from tests.clients.dragoman import Dragoman
from tests.fakes import answers, tasks
from tests.fakes.upstream import FakeUpstream, running

_MISSING = "{} is not installed here; {}"
_HOW = defaultdict(
    lambda: "the system's package manager has it",
    dict.fromkeys(("Claude Code", "Codex"), "`python tests/clients/install.py` installs it"),
)
_PINNED: dict[str, Callable[[], Path | None]] = {
    "Claude Code": claude_code.installed,
    "Codex": codex_program.installed,
}
_LEFT_OUT = pytest.StashKey[Counter[str]]()


def _required() -> bool:
    return bool(os.environ.get("CI") or os.environ.get("DRAGOMAN_REQUIRE_CLIENTS"))


def _missing(item: pytest.Item) -> str | None:
    """The program that a `client` test needs and that is not here."""
    marker = item.get_closest_marker("client")
    if marker is None:
        return None
    program: str = marker.args[0]
    there = _PINNED[program]() if program in _PINNED else shutil.which(program)
    return None if there else program


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the `client` tests whose program a developer does not have; CI must have it."""
    if _required():
        return
    missing = {item: program for item in items if (program := _missing(item))}
    items[:] = [item for item in items if item not in missing]
    if missing:
        config.hook.pytest_deselected(items=list(missing))
    config.stash[_LEFT_OUT] = Counter(missing.values())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why tests were left out."""
    for program, count in terminalreporter.config.stash.get(_LEFT_OUT, Counter()).items():
        terminalreporter.section("left out")
        told = _MISSING.format(program, _HOW[program])
        terminalreporter.line(f"{count} tests marked `client`: {told}")


@pytest.fixture
def claude(tmp_path: Path) -> ClaudeCode:
    """The real Claude Code, with a HOME of its own."""
    return ClaudeCode(_program("Claude Code"), tmp_path / "claude")


@pytest.fixture
def codex(tmp_path: Path) -> Codex:
    """The real Codex, with a HOME of its own."""
    return Codex(_program("Codex"), tmp_path / "codex")


def _program(name: str) -> Path:
    program = _PINNED[name]()
    assert program is not None, _MISSING.format(name, _HOW[name])
    return program


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
