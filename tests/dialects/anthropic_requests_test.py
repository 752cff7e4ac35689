"""Requests in the shapes that real clients send, written for this test: home again, unchanged."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.core.conversation import Tool
from app.dialects.anthropic_messages import DIALECT
from tests.dialects.anthropic_wire import LOOK_ALIKE, decoded, encoded, resent
from tests.dialects.vendor_schemas import validator

_CORPUS = Path(__file__).parent / "corpus" / "anthropic_requests"
_NAMES = sorted(path.stem for path in _CORPUS.glob("*.json"))


def load(name: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((_CORPUS / f"{name}.json").read_text())
    return body


def in_blocks(body: dict[str, Any]) -> dict[str, Any]:
    """The request with every text as a block list, the one form that we write."""

    def blocks(content: Any) -> Any:
        if isinstance(content, str):
            return [{"type": "text", "text": content}]
        return [
            {**block, "content": blocks(block["content"])}
            if block["type"] == "tool_result"
            else block
            for block in content
        ]

    said = [{**turn, "content": blocks(turn["content"])} for turn in body["messages"]]
    return {**body, "model": "claude-test", "messages": said}


@pytest.mark.parametrize("name", _NAMES)
def test_a_request_comes_home_with_everything_that_it_had(name: str) -> None:
    assert resent(load(name)) == in_blocks(load(name))


@pytest.mark.parametrize("name", [name for name in _NAMES if name != "claude_code_auto_mode"])
def test_what_goes_to_the_vendor_is_valid(name: str) -> None:
    body = resent(load(name))
    for message in body["messages"]:
        message.pop("output_config", None)  # behind a beta that the schema does not know yet
    validator("anthropic", "BetaCreateMessageParams")(body)


@pytest.mark.parametrize("name", _NAMES)
def test_a_look_alike_gets_plain_messages(name: str) -> None:
    wire = DIALECT.encode_request(decoded(load(name), anthropic_beta="x"), LOOK_ALIKE)
    body = json.loads(wire.body)
    validator("anthropic", "CreateMessageParams")(body)
    assert {message["role"] for message in body["messages"]} <= {"user", "assistant"}
    raw = wire.body.decode()
    for word in ("billing-header", "defer_loading", "safeguards", "context_management", "adaptive"):
        assert word not in raw
    assert "anthropic-beta" not in wire.headers
    assert wire.losses


def test_the_found_tool_reaches_a_look_alike_and_the_placeholder_does_not() -> None:
    names = [tool["name"] for tool in resent(load("claude_code_tool_search"), LOOK_ALIKE)["tools"]]
    assert names == ["Bash", "ToolSearch", "WebFetch"]


def test_a_search_request_loses_its_choice_with_its_tool() -> None:
    body = resent(load("claude_code_web_search"), LOOK_ALIKE)
    assert "tools" not in body
    assert "tool_choice" not in body


def test_claude_code_s_session_is_known_from_its_user() -> None:
    assert decoded(load("claude_code_first_turn")).options.session == (
        "7c1e0f7e-0000-4000-8000-000000000000"
    )


def test_the_system_message_is_the_same_bytes_while_it_is_new_and_later() -> None:
    new = encoded(decoded(load("claude_code_first_turn")))["messages"][1]
    later = encoded(decoded(load("claude_code_tool_turn")))["messages"][1]
    new["content"][0].pop("cache_control")
    assert new == later


def test_deferred_tools_are_known_as_such() -> None:
    tools = decoded(load("claude_code_tool_search")).tools
    assert [tool.name for tool in tools if isinstance(tool, Tool) and tool.deferred] == [
        "DeferredToolPlaceholder",
        "WebFetch",
    ]
