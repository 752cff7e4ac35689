"""Clients with tools work in every wire format that they speak, on every provider."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.clients import install
from tests.clients.claude_code import ClaudeCode
from tests.clients.codex import Codex
from tests.clients.conftest import Lane
from tests.clients.llm import Llm
from tests.clients.opencode import Opencode
from tests.clients.pi import Pi
from tests.clients.program import Agent, Api, Keeps, Run
from tests.clients.qwen_code import QwenCode
from tests.clients.working import gets_a_text, shows_a_refusal, works


class _Codex:
    """Codex, heard by what its model says."""

    api: Api = "responses"
    keeps: Keeps = "proof"

    def __init__(self, folder: Path) -> None:
        self._codex = Codex(install.CODEX.command, folder)
        self.work = self._codex.work

    def ask(self, prompt: str, *, url: str, key: str) -> Run:
        run = self._codex.ask(prompt, url=url, key=key)
        return Run(run.code, "\n".join(run.said) or run.output, run.errors, run.elsewhere)


_ALL: tuple[Api, ...] = ("chat", "messages", "responses")
_KINDS: dict[str, tuple[Callable[[Path, Api], Agent], tuple[Api, ...]]] = {
    "Claude Code": (lambda f, _: ClaudeCode(install.CLAUDE_CODE.command, f), ("messages",)),
    "Codex": (lambda folder, _: _Codex(folder), ("responses",)),
    "pi": (Pi, _ALL),
    "llm": (lambda folder, _: Llm(folder), ("chat",)),
    "opencode": (Opencode, _ALL),
    "Qwen Code": (QwenCode, _ALL),
}
# A run of these takes four seconds and more.
_SLOW = ("opencode", "Qwen Code")


def _agents(*slow: pytest.MarkDecorator, leave_out: tuple[str, ...] = ()) -> pytest.MarkDecorator:
    """Every client with every wire format that it speaks; the slow ones with these marks."""
    cases = [
        pytest.param(
            (name, api),
            id=f"{name}, {api}",
            marks=[pytest.mark.client(name), *(slow if name in _SLOW else ())],
        )
        for name, (_, apis) in _KINDS.items()
        if name not in leave_out
        for api in apis
    ]
    return pytest.mark.parametrize("agent", cases, indirect=True)


every_agent = _agents()
every_agent_when_due = _agents(pytest.mark.heavy)
every_quick_agent = _agents(leave_out=_SLOW)


@pytest.fixture
def agent(request: pytest.FixtureRequest, tmp_path: Path) -> Agent:
    name, api = request.param
    kind, _ = _KINDS[name]
    return kind(tmp_path / "agent", api)


@every_agent
@pytest.mark.parametrize("open_lane", ["chat"], indirect=True)
def test_it_works_on_a_chat_provider(agent: Agent, lane: Lane) -> None:
    works(agent, lane)


@every_agent_when_due
@pytest.mark.parametrize("open_lane", ["messages", "responses", "gemini"], indirect=True)
def test_it_works_on_a_provider_of_another_kind(agent: Agent, lane: Lane) -> None:
    works(agent, lane)


@every_quick_agent
def test_it_gets_a_text(agent: Agent, lane: Lane) -> None:
    gets_a_text(agent, lane)


@every_agent_when_due
def test_it_shows_what_a_provider_refused(agent: Agent, lane: Lane) -> None:
    shows_a_refusal(agent, lane)
