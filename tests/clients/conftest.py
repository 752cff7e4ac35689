"""Real clients through a real gateway process to fake providers."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.clients import install
from tests.clients.claude_code import ClaudeCode
from tests.clients.codex import Codex
from tests.clients.dragoman import Dragoman
from tests.fakes import answers, tasks
from tests.fakes.upstream import Face, FakeUpstream, running

# What runs only where `-m` speaks of it, and how that is done.
_ASKED_FOR = {
    "heavy": "heavy; `python tests/clients/heavy.py` runs them",
    "model": "they run a real model; `pytest -m model tests/clients` runs them",
}
_LEFT_OUT = pytest.StashKey[Counter[str]]()


def _required() -> bool:
    return bool(os.environ.get("CI") or os.environ.get("DRAGOMAN_REQUIRE_CLIENTS"))


def _missing(item: pytest.Item) -> str | None:
    """The program that a `client` test needs and that is not here."""
    for marker in item.iter_markers("client"):
        program: str = marker.args[0]
        there = install.available(program) if program in install.TABLE else shutil.which(program)
        if not there:
            return program
    return None


def _why(program: str) -> str:
    """What to do about a program that is missing."""
    if program in install.TABLE:
        return f"{program} is not installed here; `{install.how(program)}` installs it"
    return f"{program} is not installed here; the system's package manager has it"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what `-m` must ask for and does not, and tests whose program is missing.

    CI must have every program.
    """
    asked = str(config.option.markexpr)
    reasons: dict[pytest.Item, str] = {}
    for item in items:
        unasked = [
            why
            for marker, why in _ASKED_FOR.items()
            if item.get_closest_marker(marker) and marker not in asked
        ]
        if unasked:
            reasons[item] = unasked[0]
        elif not _required() and (program := _missing(item)):
            reasons[item] = _why(program)
    items[:] = [item for item in items if item not in reasons]
    if reasons:
        config.hook.pytest_deselected(items=list(reasons))
    config.stash[_LEFT_OUT] = Counter(reasons.values())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out, and why."""
    left_out = terminalreporter.config.stash.get(_LEFT_OUT, Counter())
    if left_out:
        terminalreporter.section("left out")
    for reason, count in left_out.items():
        terminalreporter.line(f"{count} tests: {reason}")


@pytest.fixture
def claude(tmp_path: Path) -> ClaudeCode:
    """The real Claude Code, with a HOME of its own."""
    return ClaudeCode(install.CLAUDE_CODE.command, tmp_path / "claude")


@pytest.fixture
def codex(tmp_path: Path) -> Codex:
    """The real Codex, with a HOME of its own."""
    return Codex(install.CODEX.command, tmp_path / "codex")


@dataclass(frozen=True, slots=True)
class Lane:
    """A gateway whose only provider is `upstream`, which every model name leads to."""

    upstream: FakeUpstream
    dragoman: Dragoman


@contextmanager
def served(upstream: FakeUpstream, folder: Path) -> Iterator[Dragoman]:
    """A gateway in front of `upstream`."""
    gateway = Dragoman(folder)
    gateway.add_provider(upstream)
    with gateway:
        yield gateway


@contextmanager
def lane_to(face: Face, folder: Path) -> Iterator[Lane]:
    """A provider of this wire format whose model obeys orders, and a gateway in front of it."""
    fake = FakeUpstream(answers.plays(tasks.obey), face=face)
    with running(fake), served(fake, folder) as gateway:
        yield Lane(fake, gateway)


@pytest.fixture(scope="module", params=["chat", "messages", "responses"])
def open_lane(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Lane]:
    """A lane to a provider of each wire format."""
    with lane_to(request.param, tmp_path_factory.mktemp("lane")) as opened:
        yield opened


@pytest.fixture
def lane(open_lane: Lane) -> Lane:
    """A lane that the whole module shares, and that nobody has asked anything yet."""
    open_lane.upstream.forget()
    return open_lane


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
