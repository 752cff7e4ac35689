"""opencode, Qwen Code and pi work in every wire format that they speak, on every provider."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.clients.conftest import Lane
from tests.clients.opencode import Opencode
from tests.clients.pi import Pi
from tests.clients.program import Agent, Api, Run
from tests.clients.qwen_code import QwenCode
from tests.clients.seen import check_request, thoughts
from tests.fakes import answers, tasks

_APIS: tuple[Api, ...] = ("chat", "messages", "responses")
_KINDS: dict[str, Callable[[Path, Api], Agent]] = {
    "pi": Pi,
    "opencode": Opencode,
    "Qwen Code": QwenCode,
}
# A run of these takes four seconds and more.
_SLOW = ("opencode", "Qwen Code")
# In Chat Completions they give back the words of reasoning, and no details that came with it.
_WORDS_ALONE = (Opencode, QwenCode)


def _agents(*slow: pytest.MarkDecorator) -> pytest.MarkDecorator:
    """Every client with every wire format that it speaks; the slow ones with these marks."""
    cases = [
        pytest.param(
            (name, api),
            id=f"{name}, {api}",
            marks=[pytest.mark.client(name), *(slow if name in _SLOW else ())],
        )
        for name in _KINDS
        for api in _APIS
    ]
    return pytest.mark.parametrize("agent", cases, indirect=True)


every_agent = _agents()
every_agent_when_due = _agents(pytest.mark.heavy)


@pytest.fixture
def agent(request: pytest.FixtureRequest, tmp_path: Path) -> Agent:
    name, api = request.param
    return _KINDS[name](tmp_path / "agent", api)


def ask(agent: Agent, lane: Lane, prompt: str) -> Run:
    """A run that asks nobody but the gateway."""
    run = agent.ask(prompt, url=lane.dragoman.url, key=lane.dragoman.client_key)
    assert run.elsewhere == ()
    face = lane.upstream.face
    for request in lane.upstream.asked:
        check_request(request, face, translated=agent.api != face)
    return run


def works(agent: Agent, lane: Lane) -> None:
    """Tools run, two of them at once, and what was thought before comes back to the model."""
    run = ask(agent, lane, f"Do [[work:{agent.work}]]")
    assert run.code == 0, run.errors
    assert run.output.strip().endswith("There are two files."), run.errors
    assert [(agent.work / name).read_text() for name in ("one.txt", "two.txt")] == [
        "one\n",
        "two\n",
    ]
    last = max(lane.upstream.asked, key=lambda request: len(request.body))
    face = lane.upstream.face
    proven = not (agent.api == "chat" and isinstance(agent, _WORDS_ALONE))
    kept = proven or face != "responses"  # which takes none of its reasoning back without the proof
    expected = [tasks.FIRST_THOUGHT, tasks.SECOND_THOUGHT] if kept else []
    assert thoughts(last, face, proven=proven) == expected
    told = last.body
    assert told.index(b"call_work_one") < told.index(b"call_work_two")
    assert told.index(b"call_work_two") < told.index(b"call_work_count")


@every_agent
@pytest.mark.parametrize("open_lane", ["chat"], indirect=True)
def test_it_works_on_a_chat_provider(agent: Agent, lane: Lane) -> None:
    works(agent, lane)


@every_agent_when_due
@pytest.mark.parametrize("open_lane", ["messages", "responses"], indirect=True)
def test_it_works_on_a_provider_of_another_kind(agent: Agent, lane: Lane) -> None:
    works(agent, lane)


@every_agent_when_due
def test_it_gets_a_text(agent: Agent, lane: Lane) -> None:
    run = ask(agent, lane, "Say [[text:hi]]")
    assert run.code == 0, run.errors
    assert run.output.strip() == "The fake model answers: hi."


@every_agent_when_due
def test_it_shows_what_a_provider_refused(agent: Agent, lane: Lane) -> None:
    lane.upstream.queue.extend([answers.status(400, "The moon is too bright.")] * 4)
    run = ask(agent, lane, "Say [[text:hi]]")
    assert "The moon is too bright." in run.output + run.errors
