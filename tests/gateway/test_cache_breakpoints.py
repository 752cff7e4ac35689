"""A client that cannot mark for the cache, on a provider that caches what is marked."""

from typing import Any

from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import Start, messages, provider, rules

_TOOL = {"type": "function", "name": "look", "parameters": {"type": "object", "properties": {}}}


def responses(*words: str) -> dict[str, Any]:
    said: list[dict[str, Any]] = []
    for index, text in enumerate(words):
        role = "assistant" if index % 2 else "user"
        said.append({"type": "message", "role": role, "content": text})
    asked = {"model": "m", "store": False, "instructions": "Be brief.", "tools": [_TOOL]}
    return {**asked, "input": said}


def settings(upstream: FakeUpstream, *, on: bool) -> dict[str, Any]:
    marks = {"cache_breakpoints": on}
    return {
        "providers": {"p": provider(upstream.url, "anthropic_messages", **marks)},
        "profiles": rules(("*", "p/claude-opus-5")),
    }


def texts(message: dict[str, Any]) -> list[tuple[str, bool]]:
    """The words of a message's blocks, and which of them are marked."""
    return [(block["text"], "cache_control" in block) for block in message["content"]]


async def test_tools_prompt_and_the_last_two_messages_are_marked(start: Start) -> None:
    async with FakeUpstream(face="messages") as upstream:
        gateway = await start(**settings(upstream, on=True))
        async with gateway.post("/v1/responses", responses("One", "Two", "Three")) as answer:
            assert answer.status == 200
        body = upstream.requests[-1].json
        assert [tool.get("cache_control") for tool in body["tools"]] == [{"type": "ephemeral"}]
        assert [block.get("cache_control") for block in body["system"]] == [{"type": "ephemeral"}]
        told = [texts(message) for message in body["messages"]]
        assert told == [[("One", True)], [("Two", False)], [("Three", True)]]


async def test_without_the_option_nothing_is_marked(start: Start) -> None:
    async with FakeUpstream(face="messages") as upstream:
        gateway = await start(**settings(upstream, on=False))
        async with gateway.post("/v1/responses", responses("One")) as answer:
            assert answer.status == 200
        assert b"cache_control" not in upstream.requests[-1].body


async def test_a_client_s_own_marks_stay_as_they_are(start: Start) -> None:
    part = {"type": "text", "text": "hi", "cache_control": {"type": "ephemeral", "ttl": "1h"}}
    async with FakeUpstream(face="messages") as upstream:
        gateway = await start(**settings(upstream, on=True))
        asked = messages(messages=[{"role": "user", "content": [part]}])
        async with gateway.post("/v1/messages", asked) as answer:
            assert answer.status == 200
        assert upstream.requests[-1].json["messages"] == asked["messages"]
