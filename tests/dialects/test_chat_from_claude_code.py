"""What Claude Code and other clients of Messages send, written for a Chat Completions target."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.core.traits import Target, Traits
from app.dialects.anthropic_messages import DIALECT as MESSAGES
from app.dialects.base import ClientCall, WireRequest
from app.dialects.openai_chat import DIALECT
from tests.dialects.chat_wire import refusal
from tests.dialects.test_chat_request_laws import TARGETS, check_schema

CORPUS = Path(__file__).parent / "corpus" / "anthropic_requests"
REQUESTS = sorted(path.name for path in CORPUS.glob("*.json"))

# Words of the Messages wire that no Chat provider knows, and Claude Code's private ones.
FOREIGN = (
    b"cache_control",
    b"x-anthropic-billing-header",
    b"context_management",
    b"safeguards",
    b"defer_loading",
    b"input_schema",
    b"tool_use_id",
    b"output_config",
    b"budget_tokens",
    b"signature",
    b"metadata",
    b"device_id",
)


def translated(name: str, target: Target) -> WireRequest:
    raw = json.loads((CORPUS / name).read_text())
    raw.pop("mcp_servers", None)  # refused: see below
    return encode(raw, target)


def encode(body: dict[str, Any], target: Target) -> WireRequest:
    conversation = MESSAGES.decode_request(ClientCall(json.dumps(body).encode()))
    return DIALECT.encode_request(conversation, target)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.provider)
@pytest.mark.parametrize("name", REQUESTS)
def test_a_real_request_becomes_a_valid_one_for_any_target(name: str, target: Target) -> None:
    body: dict[str, Any] = json.loads(translated(name, target).body)
    check_schema(body)
    waiting: list[str] = []
    for message in body["messages"]:
        if message["role"] == "tool":
            waiting.remove(message["tool_call_id"])
            continue
        assert not waiting
        waiting = [call["id"] for call in message.get("tool_calls", ())]
    assert ("tool_choice" in body) <= ("tools" in body)


@pytest.mark.parametrize("name", REQUESTS)
def test_nothing_of_the_other_wire_leaks(name: str) -> None:
    body = translated(name, Target("p", "openai_chat", "m", Traits())).body
    assert [word for word in FOREIGN if word in body] == []


def test_servers_that_only_anthropic_connects_to_are_refused_in_words() -> None:
    body = {
        "model": "m",
        "max_tokens": 5,
        "messages": [{"role": "user", "content": "Hi"}],
        "mcp_servers": [{"type": "url", "url": "https://x.example", "name": "x"}],
    }
    told = refusal(lambda: encode(body, TARGETS[0]))
    assert told.param == "mcp_servers"


def test_the_corpus_is_there() -> None:
    assert REQUESTS
