"""Searches of the web through models that can, and what a refusal of one teaches."""

import asyncio
import json

import pytest

from app.gateway.search.client import SearchClient
from app.secrets import client_keys
from app.secrets.client_keys import ClientKey
from app.secrets.secret import Secret
from tests.fakes.answers import says, status
from tests.fakes.exchange import Exchange
from tests.fakes.reply import Reply
from tests.fakes.search import LANTERNS, FakeSearch
from tests.fakes.searching import ANSWER, openai
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import ENVIRON, Start, chat, messages, provider, rules
from tests.gateway.searches import (
    AMONG_OTHERS,
    QUERY,
    events,
    helped,
    look_up,
    service_of,
    side_request,
)


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
