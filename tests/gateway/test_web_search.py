"""Searches of the web for models that cannot search, over real sockets."""

import asyncio
import json
from typing import Any

import pytest

from app.gateway.search.client import SearchClient
from app.secrets import client_keys
from app.secrets.client_keys import ClientKey
from app.secrets.secret import Secret
from tests.fakes.answers import says, status
from tests.fakes.exchange import Exchange
from tests.fakes.reply import Call, Reply
from tests.fakes.search import KEY, LANTERNS, FakeSearch, Kind
from tests.fakes.searching import ANSWER, openai
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import ENVIRON, Start, chat, messages, provider, rules

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


AMONG_OTHERS = [
    {"type": "web_search_20250305", "name": "web_search", "max_uses": 2},
    {"name": "Bash", "input_schema": {"type": "object", "properties": {}}},
]


def look_up(number: int, *, thinking: str = "") -> Reply:
    call = Call("web_search", {"query": f"{QUERY} {number}"}, f"call_{number}")
    return Reply(thinking=thinking, calls=(call,))


def helped(upstream: FakeUpstream, fake: FakeSearch, **search: Any) -> dict[str, Any]:
    """Settings of a provider that cannot search, and of a service that can."""
    return {
        "providers": {"up": provider(upstream.url)},
        "profiles": rules(("*", "up/*")),
        "search": service_of(fake, **search),
    }


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


async def test_a_search_goes_to_the_model_that_can(start: Start) -> None:
    async with FakeUpstream() as upstream, FakeUpstream(face="responses") as able:
        running = await start(
            providers={
                "up": provider(upstream.url),
                "able": provider(able.url, "openai_responses", quirks=["web_search_tool"]),
            },
            profiles=rules(("*", "up/*")),
            search={"provider": "able/gpt-5"},
        )
        async with running.post("/v1/messages", side_request()) as response:
            assert response.status == 200
        async with running.post("/v1/messages", messages()) as response:
            assert response.status == 200
        (asked,) = able.asked
        assert len(upstream.asked) == 1
    assert asked.json["model"] == "gpt-5"
    assert asked.json["tools"] == [{"type": "web_search"}]
    assert [outcome.provider for outcome in running.outcomes] == ["able", "up"]


async def test_a_model_that_searches_itself_is_asked_itself(start: Start) -> None:
    with FakeSearch() as fake:
        async with FakeUpstream(face="responses") as able:
            running = await start(
                providers={
                    "able": provider(able.url, "openai_responses", quirks=["web_search_tool"])
                },
                profiles=rules(("*", "able/*")),
                search={**service_of(fake), "provider": "able/other"},
            )
            async with running.post("/v1/messages", side_request()) as response:
                assert response.status == 200
            (asked,) = able.asked
        assert fake.seen == []
    assert asked.json["model"] == "m"


async def test_a_look_alike_that_runs_no_tools_is_not_sent_the_search_as_it_is(
    start: Start,
) -> None:
    with FakeSearch() as fake:
        async with FakeUpstream(face="messages") as upstream:
            upstream.queue.extend([says(look_up(1)), says(Reply(text="Done."))])
            quirks = ["no_hosted_tools"]
            running = await start(
                providers={"up": provider(upstream.url, "anthropic_messages", quirks=quirks)},
                profiles=rules(("*", "up/*")),
                search=service_of(fake),
            )
            body = messages(tools=AMONG_OTHERS, stream=True)
            async with running.post("/v1/messages", body) as response:
                assert '"stop_reason":"end_turn"' in await response.text()
            first, second = upstream.asked
        assert fake.queries == [f"{QUERY} 1"]
    assert [tool["name"] for tool in first.json["tools"]] == ["web_search", "Bash"]
    assert "type" not in first.json["tools"][0]
    assert second.json["messages"][-1]["content"][0]["type"] == "tool_result"


async def silence(exchange: Exchange) -> None:
    await exchange.silent()


async def test_who_leaves_during_a_search_is_charged_what_was_asked(start: Start) -> None:
    with FakeSearch() as fake:
        async with FakeUpstream(silence) as upstream:
            upstream.queue.append(says(look_up(1)))
            running = await start(**helped(upstream, fake))
            body = messages(tools=AMONG_OTHERS, stream=True)
            async with running.post("/v1/messages", body) as response:
                await response.content.readany()
                await upstream.request(1)
                response.close()
            outcome = await running.told.get()
    assert str(outcome.failure) == "cancelled"


async def test_a_provider_that_refuses_the_search_is_helped_from_then_on(start: Start) -> None:
    refusal = "Hosted tool 'web_search' is not supported with this model."
    tools = [
        {"type": "function", "name": "shell", "parameters": {"type": "object"}},
        {"type": "web_search", "external_web_access": True},
    ]
    with FakeSearch() as fake:
        async with FakeUpstream(face="responses") as upstream:
            replies = [look_up(1), Reply(text="Of paper."), Reply(text="Yes.")]
            upstream.queue.extend([status(400, refusal), *map(says, replies)])
            running = await start(
                providers={"up": provider(upstream.url, "openai_responses")},
                profiles=rules(("*", "up/*")),
                search=service_of(fake),
            )
            body = {"model": "m", "input": "What are lanterns of?", "tools": tools, "store": False}
            for expected in ("Of paper.", "Yes."):
                async with running.post("/v1/responses", body) as response:
                    answer = await response.json()
                assert answer["output"][-1]["content"][0]["text"] == expected
            asked = [[t["type"] for t in request.json["tools"]] for request in upstream.asked]
        assert fake.queries == [f"{QUERY} 1"]
    assert asked == [["function", "web_search"], *[["function", "function"]] * 3]


async def test_a_refused_search_is_left_out_where_nobody_helps(start: Start) -> None:
    tools = [
        {"type": "function", "name": "shell", "parameters": {"type": "object"}},
        {"type": "web_search"},
    ]
    async with FakeUpstream(face="responses") as upstream:
        upstream.queue.append(status(400, "Unsupported tool type: web_search"))
        running = await start(
            providers={"up": provider(upstream.url, "openai_responses")},
            profiles=rules(("*", "up/*")),
        )
        async with running.post(
            "/v1/responses", {"model": "m", "input": "hi", "tools": tools}
        ) as r:
            assert r.status == 200
        assert [t["type"] for t in upstream.asked[1].json["tools"]] == ["function"]
    (outcome,) = running.outcomes
    assert [loss.what for loss in outcome.losses] == ["web_search"]


async def test_a_model_that_searches_does_it_for_one_that_cannot(start: Start) -> None:
    async with FakeUpstream() as upstream, FakeUpstream(openai, face="responses") as able:
        upstream.queue.extend([says(look_up(1)), says(Reply(text="Of paper."))])
        running = await start(
            providers={
                "up": provider(upstream.url),
                "able": provider(able.url, "openai_responses", quirks=["web_search_tool"]),
            },
            profiles=rules(("*", "up/*")),
            search={"provider": "able/searcher"},
        )
        body = messages(tools=AMONG_OTHERS)
        async with running.post("/v1/messages", body) as response:
            answer = await response.json()
        (asked,) = able.asked
        told = upstream.asked[1].json["messages"][-1]["content"]
        outcomes = {outcome.provider: outcome for outcome in running.outcomes}
        body["messages"] += [
            {"role": "assistant", "content": answer["content"]},
            {"role": "user", "content": "And now?"},
        ]
        async with running.post("/v1/messages", body) as response:
            assert response.status == 200
        assert upstream.asked[2].json["messages"][2]["content"] == told
    assert asked.json["model"] == "searcher"
    assert f"{QUERY} 1" in json.dumps(asked.json["input"])
    assert told.startswith(ANSWER)
    assert LANTERNS[0].url in told
    call, result, text = answer["content"]
    assert call["input"] == {"query": f"{QUERY} 1"}
    assert [one["url"] for one in result["content"]] == [page.url for page in LANTERNS]
    assert text["text"] == "Of paper."
    part, whole = outcomes["able"], outcomes["up"]
    assert part.request_id.startswith(whole.request_id)
    assert part.key_id == whole.key_id
    assert part.usage is not None
    assert part.usage.searches == 1


async def test_a_search_for_a_user_with_a_key_of_their_own_goes_out_with_it(start: Start) -> None:
    token = "drg-client-key-of-ada-0123456789abcdef"
    async with FakeUpstream() as upstream, FakeUpstream(openai, face="responses") as able:
        upstream.queue.extend([says(look_up(1)), says(Reply(text="Of paper."))])
        searcher = provider(able.url, "openai_responses", quirks=["web_search_tool"])
        running = await start(
            environ={**ENVIRON, "ADAS": "ada-has-a-key-of-her-own"},
            providers={
                "up": provider(upstream.url),
                "able": {**searcher, "personal_keys": {"usr_ada": {"key": "env:ADAS"}}},
            },
            profiles=rules(("*", "up/*")),
            search={"provider": "able/searcher"},
        )
        ada = ClientKey("ada", client_keys.digest(Secret(token)), id="key_1", user_id="usr_ada")
        running.services.client_keys.replace([ada], "database")
        body = messages(tools=AMONG_OTHERS)
        async with running.post("/v1/messages", body, **{"x-api-key": token}) as response:
            assert response.status == 200
        (asked,) = able.asked
    assert asked.header("authorization") == "Bearer ada-has-a-key-of-her-own"


async def test_a_searching_model_that_fails_is_told_to_the_one_that_asked(start: Start) -> None:
    async with (
        FakeUpstream() as upstream,
        FakeUpstream(status(500, "It broke."), face="responses") as able,
    ):
        upstream.queue.extend([says(look_up(1)), says(Reply(text="I do not know."))])
        running = await start(
            providers={
                "up": provider(upstream.url),
                "able": provider(able.url, "openai_responses", quirks=["web_search_tool"]),
            },
            profiles=rules(("*", "up/*")),
            search={"provider": "able/searcher"},
        )
        async with running.post("/v1/messages", messages(tools=AMONG_OTHERS)) as response:
            answer = await response.json()
        assert "It broke." in upstream.asked[1].json["messages"][-1]["content"]
    assert answer["content"][-1]["text"] == "I do not know."


async def test_a_chat_client_searches_through_another_wire(start: Start) -> None:
    async with FakeUpstream(openai, face="responses") as able:
        running = await start(
            providers={"able": provider(able.url, "openai_responses", quirks=["web_search_tool"])},
            profiles=rules(("*", "able/*")),
        )
        body = chat(web_search_options={"search_context_size": "low"})
        async with running.post("/v1/chat/completions", body) as response:
            answer = await response.json()
    message = answer["choices"][0]["message"]
    assert message["content"] == ANSWER
    (annotation,) = message["annotations"]
    assert annotation["url_citation"]["url"] == LANTERNS[0].url


async def test_what_a_refusal_taught_makes_the_next_search_honest(start: Start) -> None:
    refusal = "Input tag 'web_search_20250305' found using 'type' does not match any of the tags"
    async with FakeUpstream(face="messages") as upstream:
        upstream.queue.append(status(400, f"tools.0: {refusal}"))
        running = await start(
            providers={"up": provider(upstream.url, "anthropic_messages")},
            profiles=rules(("*", "up/*")),
        )
        for _ in range(2):
            async with running.post("/v1/messages", side_request()) as response:
                answer = await response.json()
        assert len(upstream.asked) == 2
        assert "tools" not in upstream.asked[1].json
    assert "dragoman search use" in answer["content"][-1]["text"]


@pytest.mark.expects_errors
async def test_a_fault_of_ours_in_a_stream_ends_it(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(SearchClient, "searched", breaks)
    with FakeSearch() as fake:
        reply = Reply(text="Let me see.", calls=look_up(1).calls)
        async with FakeUpstream(says(reply)) as upstream:
            running = await start(**helped(upstream, fake))
            body = messages(tools=AMONG_OTHERS, stream=True)
            async with asyncio.timeout(20), running.post("/v1/messages", body) as response:
                told = events(await response.text())
    assert told[-1]["type"] == "error"
    assert "Its log tells more" in told[-1]["error"]["message"]
    (outcome,) = running.outcomes
    assert str(outcome.failure) == "internal"


async def test_a_provider_that_is_busy_between_two_rounds_is_asked_again(start: Start) -> None:
    busy = status(429, "Slow down.", headers=[("retry-after", "0")])
    with FakeSearch() as fake:
        async with FakeUpstream() as upstream:
            upstream.queue.extend([says(look_up(1)), busy, says(Reply(text="Of paper."))])
            running = await start(**helped(upstream, fake))
            async with running.post("/v1/messages", messages(tools=AMONG_OTHERS)) as response:
                answer = await response.json()
            assert len(upstream.asked) == 3
    assert answer["content"][-1]["text"] == "Of paper."
