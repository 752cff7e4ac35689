"""The SDKs for JavaScript work in every wire format that they speak, on every provider."""

from pathlib import Path

import pytest

from tests.clients.conftest import Lane
from tests.clients.js_sdk import JsSdk
from tests.clients.program import Agent, Api, Keeps
from tests.clients.working import gets_a_text, shows_a_refusal, works

pytestmark = pytest.mark.client("JavaScript SDKs")

every_provider = pytest.mark.parametrize(
    "open_lane", ["chat", "messages", "responses", "gemini"], indirect=True
)

_SCRIPTS: tuple[tuple[str, Api, Keeps], ...] = (
    ("anthropic.mjs", "messages", "proof"),
    ("openai_chat.mjs", "chat", "proof"),
    ("openai_chat_tools.mjs", "chat", "nothing"),
    ("openai_responses.mjs", "responses", "proof"),
    ("vercel.mjs", "chat", "words"),
    ("vercel.mjs", "messages", "proof"),
    ("vercel.mjs", "responses", "proof"),
)


@pytest.fixture(params=_SCRIPTS, ids=lambda param: f"{param[0]}, {param[1]}")
def agent(request: pytest.FixtureRequest, tmp_path: Path) -> Agent:
    script, api, keeps = request.param
    return JsSdk(tmp_path / "agent", script, api, keeps)


@every_provider
def test_it_works_with_tools(agent: Agent, lane: Lane) -> None:
    works(agent, lane)


@every_provider
def test_it_gets_a_text(agent: Agent, lane: Lane) -> None:
    gets_a_text(agent, lane)


@every_provider
def test_it_shows_what_a_provider_refused(agent: Agent, lane: Lane) -> None:
    shows_a_refusal(agent, lane)
