"""Searches of the web for models that cannot search, over real sockets."""

import json
from typing import Any

import pytest

from tests.fakes.answers import says
from tests.fakes.reply import Call, Reply
from tests.fakes.search import KEY, FakeSearch, Kind
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import ENVIRON, Start, messages, provider, rules

KINDS: list[Kind] = ["searxng", "brave", "tavily"]
ENVIRONMENT = {**ENVIRON, "SEARCH_KEY": KEY}
QUERY = "paper lanterns 2026"


def side_request(*, stream: bool = False, **extra: Any) -> dict[str, Any]:
    """What Claude Code's search tool asks, in words of our own."""
    tool = {"type": "web_search_20250305", "name": "web_search", "max_uses": 8}
    said = [{"type": "text", "text": f"Please search for this query: {QUERY}"}]
    return messages(
        stream=stream, messages=[{"role": "user", "content": said}], tools=[tool], **extra
    )


def service_of(fake: FakeSearch, **extra: Any) -> dict[str, Any]:
    key = {} if fake.kind == "searxng" else {"key": "env:SEARCH_KEY"}
    return {"endpoint": fake.kind, "base_url": fake.base_url, **key, **extra}


def events(text: str) -> list[dict[str, Any]]:
    return [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: {")]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_search_alone_is_answered_by_the_service_and_no_model(
    start: Start, kind: Kind
) -> None:
    with FakeSearch(kind) as fake:
        async with FakeUpstream() as upstream:
            running = await start(
                ENVIRONMENT,
                providers={"up": provider(upstream.url)},
                profiles=rules(("*", "up/*")),
                search=service_of(fake),
            )
            choice = {"type": "tool", "name": "web_search"}
            async with running.post("/v1/messages", side_request(tool_choice=choice)) as response:
                assert response.status == 200
                answer = await response.json()
        assert upstream.asked == []
        assert fake.queries == [QUERY]
    call, result, text = answer["content"]
    assert call["type"] == "server_tool_use"
    assert call["input"] == {"query": QUERY}
    assert result["tool_use_id"] == call["id"]
    assert [one["url"] for one in result["content"]] == [page.url for page in fake.pages]
    assert fake.pages[0].words in text["text"]
    assert answer["stop_reason"] == "end_turn"
    assert answer["usage"]["server_tool_use"] == {
        "web_search_requests": 1,
        "web_fetch_requests": 0,
    }
    (outcome,) = running.outcomes
    assert outcome.usage is None
    assert outcome.provider == ""


async def test_a_streamed_search_is_a_whole_stream(start: Start) -> None:
    with FakeSearch() as fake:
        async with FakeUpstream() as upstream:
            running = await start(
                ENVIRONMENT,
                providers={"up": provider(upstream.url)},
                profiles=rules(("*", "up/*")),
                search=service_of(fake),
            )
            async with running.post("/v1/messages", side_request(stream=True)) as response:
                assert response.headers["content-type"].startswith("text/event-stream")
                told = events(await response.text())
    assert [event["type"] for event in told][-1] == "message_stop"
    starts = [e["content_block"]["type"] for e in told if e["type"] == "content_block_start"]
    assert starts == ["server_tool_use", "web_search_tool_result", "text"]


async def test_where_nobody_can_search_that_is_said(start: Start) -> None:
    async with FakeUpstream() as upstream:
        running = await start(
            providers={"up": provider(upstream.url)}, profiles=rules(("*", "up/*"))
        )
        async with running.post("/v1/messages", side_request()) as response:
            answer = await response.json()
        assert upstream.asked == []
    assert answer["content"][1]["content"]["type"] == "web_search_tool_result_error"
    assert "dragoman search use" in answer["content"][2]["text"]


async def test_a_service_that_is_down_is_said(start: Start) -> None:
    with FakeSearch(status=500) as fake:
        async with FakeUpstream() as upstream:
            running = await start(
                providers={"up": provider(upstream.url)},
                profiles=rules(("*", "up/*")),
                search=service_of(fake),
            )
            async with running.post("/v1/messages", side_request()) as response:
                answer = await response.json()
    assert "SearXNG answered with the status 500" in answer["content"][2]["text"]


async def test_a_chat_that_merely_may_search_is_answered_by_its_model(start: Start) -> None:
    tool = {"type": "web_search_20250305", "name": "web_search"}
    async with FakeUpstream() as upstream:
        running = await start(
            providers={"up": provider(upstream.url)}, profiles=rules(("*", "up/*"))
        )
        async with running.post("/v1/messages", messages(tools=[tool])) as response:
            assert response.status == 200
        (asked,) = upstream.asked
    assert "tools" not in asked.json
    (outcome,) = running.outcomes
    assert [loss.what for loss in outcome.losses] == ["web_search"]


LOOK_UP = Call("web_search", {"query": QUERY}, "call_search")


async def test_a_model_that_only_knows_functions_searches_with_ours(start: Start) -> None:
    tools = [
        {"type": "web_search_20250305", "name": "web_search"},
        {"name": "Bash", "input_schema": {"type": "object", "properties": {}}},
    ]
    with FakeSearch() as fake:
        async with FakeUpstream() as upstream:
            upstream.queue.extend(
                [
                    says(Reply(thinking="I look it up.", text="Let me see.", calls=(LOOK_UP,))),
                    says(Reply(text="Lanterns are of paper.")),
                ]
            )
            running = await start(
                providers={"up": provider(upstream.url)},
                profiles=rules(("*", "up/*")),
                search=service_of(fake),
            )
            body = messages(tools=tools, stream=True)
            async with running.post("/v1/messages", body) as response:
                told = events(await response.text())
            first, second = upstream.asked
        assert fake.queries == [QUERY]
    offered = {tool["function"]["name"]: tool["function"] for tool in first.json["tools"]}
    assert list(offered) == ["web_search", "Bash"]
    assert second.json["messages"][: len(first.json["messages"])] == first.json["messages"]
    said, result = second.json["messages"][-2:]
    assert said["content"] == "Let me see."
    assert said["tool_calls"][0]["function"]["name"] == "web_search"
    assert result["role"] == "tool"
    assert fake.pages[1].url in result["content"]
    starts = [e["content_block"]["type"] for e in told if e["type"] == "content_block_start"]
    assert starts == ["thinking", "text", "server_tool_use", "web_search_tool_result", "text"]
    end = next(e for e in told if e["type"] == "message_delta")
    assert end["delta"]["stop_reason"] == "end_turn"
    assert end["usage"]["output_tokens"] == 80
    assert end["usage"]["server_tool_use"]["web_search_requests"] == 1
    (outcome,) = running.outcomes
    assert outcome.usage is not None
    assert outcome.usage.output == 80
