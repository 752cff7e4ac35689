"""Searches of the web for models that cannot search, over real sockets."""

import json

import pytest

from tests.fakes.answers import says, status
from tests.fakes.reply import Call, Reply
from tests.fakes.search import FakeSearch, Kind
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import Start, messages, provider, rules
from tests.gateway.searches import (
    AMONG_OTHERS,
    ENVIRONMENT,
    QUERY,
    events,
    helped,
    look_up,
    service_of,
    side_request,
)

KINDS: list[Kind] = ["searxng", "brave", "tavily"]


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


async def test_a_model_that_goes_on_searching_is_told_to_answer(start: Start) -> None:
    with FakeSearch() as fake:
        async with FakeUpstream(says(look_up(1))) as upstream:
            running = await start(**helped(upstream, fake))
            async with running.post("/v1/messages", messages(tools=AMONG_OTHERS)) as response:
                answer = await response.json()
            assert len(upstream.asked) == 5  # two searches, two refusals, and the end
            told = upstream.asked[4].json["messages"][-1]["content"]
        assert len(fake.queries) == 2
    assert "No more searches" in told
    assert answer["stop_reason"] == "end_turn"
    kinds = [block["type"] for block in answer["content"]]
    assert kinds.count("server_tool_use") == kinds.count("web_search_tool_result") == 5


async def test_several_searches_of_one_round_are_answered_together(start: Start) -> None:
    both = Reply(calls=(*look_up(1).calls, *look_up(2).calls))
    with FakeSearch() as fake:
        async with FakeUpstream() as upstream:
            upstream.queue.extend([says(both), says(Reply(text="Done."))])
            running = await start(**helped(upstream, fake))
            async with running.post("/v1/messages", messages(tools=AMONG_OTHERS)) as response:
                answer = await response.json()
            results = [m for m in upstream.asked[1].json["messages"] if m["role"] == "tool"]
        assert sorted(fake.queries) == [f"{QUERY} 1", f"{QUERY} 2"]
    assert [result["tool_call_id"] for result in results] == ["call_1", "call_2"]
    queries = [b["input"]["query"] for b in answer["content"] if b["type"] == "server_tool_use"]
    assert queries == [f"{QUERY} 1", f"{QUERY} 2"]


async def test_a_tool_of_the_client_beside_a_search_is_the_client_s_to_run(start: Start) -> None:
    both = Reply(calls=(*look_up(1).calls, Call("Bash", {}, "call_bash")))
    with FakeSearch() as fake:
        async with FakeUpstream() as upstream:
            upstream.queue.extend([says(both), says(Reply(text="Done."))])
            running = await start(**helped(upstream, fake))
            body = messages(tools=AMONG_OTHERS)
            async with running.post("/v1/messages", body) as response:
                first = await response.json()
            assert first["stop_reason"] == "tool_use"
            assert len(upstream.asked) == 1
            result = {"type": "tool_result", "tool_use_id": "call_bash", "content": "ok"}
            body["messages"] += [
                {"role": "assistant", "content": first["content"]},
                {"role": "user", "content": [result]},
            ]
            async with running.post("/v1/messages", body) as response:
                assert (await response.json())["content"][-1]["text"] == "Done."
            said, *results = upstream.asked[1].json["messages"][-3:]
    names = [call["function"]["name"] for call in said["tool_calls"]]
    assert names == ["Bash", "web_search"]
    assert sorted(one["content"] for one in results)[-1] == "ok"
    assert fake.pages[0].words in sorted(one["content"] for one in results)[0]


async def test_what_was_found_is_known_to_the_model_on_the_next_turn(start: Start) -> None:
    with FakeSearch() as fake:
        async with FakeUpstream() as upstream:
            upstream.queue.extend(
                [
                    says(look_up(1, thinking="Hm.")),
                    says(Reply(text="So.")),
                    says(Reply(text="Bye.")),
                ]
            )
            running = await start(**helped(upstream, fake))
            body = messages(tools=AMONG_OTHERS)
            async with running.post("/v1/messages", body) as response:
                first = await response.json()
            body["messages"] += [
                {"role": "assistant", "content": first["content"]},
                {"role": "user", "content": "And now?"},
            ]
            async with running.post("/v1/messages", body) as response:
                assert response.status == 200
            second, third = (request.json["messages"] for request in upstream.asked[1:])
    roles = [message["role"] for message in third]
    assert roles == ["user", "assistant", "tool", "assistant", "user"]
    assert third[2]["content"] == second[2]["content"]
    function, before = (m[1]["tool_calls"][0]["function"] for m in (third, second))
    assert function["name"] == before["name"]
    assert json.loads(function["arguments"]) == json.loads(before["arguments"])


@pytest.mark.parametrize("stream", [True, False])
async def test_a_provider_that_fails_between_two_rounds_fails_the_answer(
    start: Start, stream: bool
) -> None:
    with FakeSearch() as fake:
        async with FakeUpstream(status(500, "It broke.")) as upstream:
            upstream.queue.append(says(look_up(1)))
            running = await start(**helped(upstream, fake))
            body = messages(tools=AMONG_OTHERS, stream=stream)
            async with running.post("/v1/messages", body) as response:
                text = await response.text()
    assert "It broke." in text
    assert "message_stop" not in text
    (outcome,) = running.outcomes
    assert outcome.failure is not None


async def test_a_search_that_fails_is_told_to_the_model(start: Start) -> None:
    with FakeSearch(status=429) as fake:
        async with FakeUpstream() as upstream:
            upstream.queue.extend([says(look_up(1)), says(Reply(text="I do not know."))])
            running = await start(**helped(upstream, fake))
            async with running.post("/v1/messages", messages(tools=AMONG_OTHERS)) as response:
                answer = await response.json()
            told = upstream.asked[1].json["messages"][-1]["content"]
    assert "limit of its plan" in told
    assert answer["content"][1]["content"]["type"] == "web_search_tool_result_error"
    assert answer["content"][-1]["text"] == "I do not know."


async def test_a_service_without_its_key_is_no_fault_of_the_request(start: Start) -> None:
    with FakeSearch("brave") as fake:
        async with FakeUpstream() as upstream:
            upstream.queue.extend([says(look_up(1)), says(Reply(text="Done."))])
            settings = helped(upstream, fake)
            del settings["search"]["key"]
            running = await start(**settings)
            async with running.post("/v1/messages", messages(tools=AMONG_OTHERS)) as response:
                assert (await response.json())["content"][-1]["text"] == "Done."
            assert "has no key" in upstream.asked[1].json["messages"][-1]["content"]
        assert fake.seen == []


async def test_a_codex_search_is_an_item_of_its_own(start: Start) -> None:
    function = {"type": "function", "name": "shell", "parameters": {"type": "object"}}
    tools = [function, {"type": "web_search", "external_web_access": True}]
    with FakeSearch() as fake:
        async with FakeUpstream() as upstream:
            upstream.queue.extend([says(look_up(1)), says(Reply(text="Of paper."))])
            running = await start(**helped(upstream, fake))
            body = {"model": "m", "input": "What are lanterns of?", "tools": tools, "store": False}
            async with running.post("/v1/responses", body) as response:
                answer = await response.json()
    call, message = answer["output"]
    assert call["type"] == "web_search_call"
    assert call["action"]["query"] == f"{QUERY} 1"
    assert [source["url"] for source in call["action"]["sources"]] == [p.url for p in fake.pages]
    assert message["content"][0]["text"] == "Of paper."
