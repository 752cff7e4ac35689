"""Clients of every wire on a provider that speaks Gemini, over real sockets.

The fake answers 400 where Google would: wrong order, missing responses, unknown fields, a first
call without a signature, and a signature on another part than its own.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.core.failure import FailureKind
from tests.fakes import answers, gemini, gemini_rules
from tests.fakes.exchange import Exchange
from tests.fakes.reply import Call, Reply, View
from tests.fakes.upstream import FakeUpstream
from tests.gateway.conftest import PROVIDER_KEY, Start, chat, messages, provider, rules

MODEL = "gemini-3-pro"
THOUGHT = "Both cities, then."
CALLS = (Call("weather", {"city": "Rome"}, "call_a"), Call("weather", {"city": "Oslo"}, "call_b"))
_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {"city": {"type": "string", "minLength": 1}},
    "required": ["city"],
    "additionalProperties": False,
}


def to(upstream: FakeUpstream, **extra: Any) -> dict[str, Any]:
    return {
        "providers": {"p": provider(upstream.url, "gemini", **extra)},
        "profiles": rules(("*", f"p/{MODEL}")),
    }


def responses(model: str = "m", **extra: Any) -> dict[str, Any]:
    return {"model": model, "input": [{"role": "user", "content": "Hello"}], "store": False} | extra


def weather(view: View) -> Reply:
    """Two calls at once, then what their results and the thoughts that came back say."""
    if not view.results:
        return Reply(text="I look.", thinking=THOUGHT, calls=CALLS)
    told = "; ".join(f"{result.call_id}={result.text}" for result in view.results)
    return Reply(text=f"{told} after {view.thinking}")


def ask_messages(history: list[Any]) -> dict[str, Any]:
    tool = {"name": "weather", "input_schema": _SCHEMA}
    thinking = {"type": "adaptive"}
    return messages(
        messages=[{"role": "user", "content": "Weather?"}, *history],
        tools=[tool],
        thinking=thinking,
    )


def ask_chat(history: list[Any]) -> dict[str, Any]:
    tool = {"type": "function", "function": {"name": "weather", "parameters": _SCHEMA}}
    asked = [{"role": "user", "content": "Weather?"}, *history]
    return chat(messages=asked, tools=[tool], reasoning_effort="high")


def ask_responses(history: list[Any]) -> dict[str, Any]:
    tool = {"type": "function", "name": "weather", "parameters": _SCHEMA, "strict": False}
    asked = [{"role": "user", "content": "Weather?"}, *history]
    reasoning = {"effort": "high", "summary": "auto"}
    return responses(input=asked, tools=[tool], reasoning=reasoning)


def go_on_messages(answer: Any) -> list[Any]:
    results = [
        {
            "type": "tool_result",
            "tool_use_id": block["id"],
            "content": f"sun in {block['input']['city']}",
        }
        for block in answer["content"]
        if block["type"] == "tool_use"
    ]
    return [
        {"role": "assistant", "content": answer["content"]},
        {"role": "user", "content": results},
    ]


def go_on_chat(answer: Any) -> list[Any]:
    message = answer["choices"][0]["message"]
    results = [
        {
            "role": "tool",
            "tool_call_id": call["id"],
            "content": f"sun in {json.loads(call['function']['arguments'])['city']}",
        }
        for call in message["tool_calls"]
    ]
    return [message, *results]


def go_on_responses(answer: Any) -> list[Any]:
    results = [
        {
            "type": "function_call_output",
            "call_id": item["call_id"],
            "output": f"sun in {json.loads(item['arguments'])['city']}",
        }
        for item in answer["output"]
        if item["type"] == "function_call"
    ]
    return [*answer["output"], *results]


CLIENTS = [
    pytest.param("/v1/messages", ask_messages, go_on_messages, id="messages"),
    pytest.param("/v1/chat/completions", ask_chat, go_on_chat, id="chat"),
    pytest.param("/v1/responses", ask_responses, go_on_responses, id="responses"),
]
clients = pytest.mark.parametrize(("path", "ask", "go_on"), CLIENTS)
Ask = Callable[[list[Any]], dict[str, Any]]
GoOn = Callable[[Any], list[Any]]


@clients
async def test_calls_results_and_signatures_go_round(
    start: Start, path: str, ask: Ask, go_on: GoOn
) -> None:
    async with FakeUpstream(answers.plays(weather), face="gemini") as upstream:
        gateway = await start(**to(upstream))
        async with gateway.post(path, ask([])) as response:
            first = await response.json()
            assert response.status == 200, first
        history = go_on(first)
        async with gateway.post(path, ask(history)) as response:
            second = await response.text()
            assert response.status == 200, second
        assert f"call_a=sun in Rome; call_b=sun in Oslo after ('{THOUGHT}',)" in second
        one, two = upstream.asked
    assert one.target == f"/v1beta/models/{MODEL}:streamGenerateContent?alt=sse"
    assert one.header("x-goog-api-key") == PROVIDER_KEY
    assert one.header("authorization") is None
    assert one.json["generationConfig"]["thinkingConfig"]["includeThoughts"] is True
    assert one.json["tools"][0]["functionDeclarations"][0]["parametersJsonSchema"] == _SCHEMA
    asked, said, results = two.json["contents"]
    assert asked == one.json["contents"][0]
    assert [part.get("text") for part in said["parts"]] == ["I look.", None, None]
    assert said["parts"][1]["thoughtSignature"] == gemini_rules.call_signature(
        "weather", {"city": "Rome"}, THOUGHT
    )
    assert "thoughtSignature" not in said["parts"][2]
    assert [part["functionResponse"]["name"] for part in results["parts"]] == ["weather"] * 2


@clients
async def test_a_history_of_another_model_goes_with_the_documented_signature(
    start: Start, path: str, ask: Ask, go_on: GoOn
) -> None:
    async with (
        FakeUpstream(answers.plays(weather)) as other,
        FakeUpstream(answers.plays(weather), face="gemini") as upstream,
    ):
        gateway = await start(
            providers={
                "other": provider(other.url),
                "p": provider(upstream.url, "gemini"),
            },
            profiles=rules(("first", "other/m"), ("*", f"p/{MODEL}")),
        )
        async with gateway.post(path, ask([]) | {"model": "first"}) as response:
            first = await response.json()
            assert response.status == 200, first
        async with gateway.post(path, ask(go_on(first))) as response:
            second = await response.text()
            assert response.status == 200, second
        (asked,) = upstream.asked
    calls = [part for part in asked.json["contents"][1]["parts"] if "functionCall" in part]
    assert [part.get("thoughtSignature") for part in calls] == [gemini_rules.DUMMY, None]


@pytest.mark.parametrize(
    ("path", "body", "end"),
    [
        ("/v1/messages", messages, "event: message_stop"),
        ("/v1/chat/completions", chat, "data: [DONE]"),
        ("/v1/responses", responses, "event: response.completed"),
    ],
)
async def test_a_stream_comes_as_events_and_ends_well(
    start: Start, path: str, body: Any, end: str
) -> None:
    script = answers.says(Reply(text="Bonjour", thinking=THOUGHT))
    async with FakeUpstream(script, face="gemini") as upstream:
        gateway = await start(**to(upstream))
        async with gateway.post(path, body(stream=True)) as response:
            text = await response.text()
        assert response.status == 200, text
        assert end in text
        (asked,) = upstream.asked
        (outcome,) = gateway.outcomes
    assert asked.target == f"/v1beta/models/{MODEL}:streamGenerateContent?alt=sse"
    assert outcome.usage is not None
    assert (outcome.usage.input, outcome.usage.output) == (1200, 40)
    assert (outcome.usage.cache_read, outcome.usage.reasoning) == (200, 8)
    assert outcome.failure is None


@pytest.mark.parametrize("path", ["/v1/messages", "/v1/chat/completions", "/v1/responses"])
async def test_a_stream_that_breaks_off_is_an_error_and_never_an_end(
    start: Start, path: str
) -> None:
    body: Any = {"/v1/messages": messages, "/v1/chat/completions": chat}.get(path, responses)
    script = answers.cut(answers.says(Reply(text="Bonjour à tous" * 20)), 900)
    async with FakeUpstream(script, face="gemini") as upstream:
        gateway = await start(**to(upstream))
        async with gateway.post(path, body(stream=True)) as response:
            text = await response.text()
        (outcome,) = gateway.outcomes
    assert outcome.failure is not None
    assert "error" in text
    for end in ("message_stop", "[DONE]", "response.completed"):
        assert end not in text


@pytest.mark.parametrize("path", ["/v1/messages", "/v1/chat/completions", "/v1/responses"])
async def test_an_error_in_the_middle_as_google_writes_it_reaches_the_client(
    start: Start, path: str
) -> None:
    async def breaks_off(exchange: Exchange) -> None:
        opening, *_ = gemini.frames(Reply(text="Bonjour"), "r", MODEL)
        error = json.dumps(gemini.error(503, "The model is overloaded."), indent=2).encode()
        await exchange.stream([opening, error])

    body: Any = {"/v1/messages": messages, "/v1/chat/completions": chat}.get(path, responses)
    async with FakeUpstream(breaks_off, face="gemini") as upstream:
        gateway = await start(**to(upstream))
        async with gateway.post(path, body(stream=True)) as response:
            text = await response.text()
        (outcome,) = gateway.outcomes
    assert outcome.failure is FailureKind.OVERLOADED
    assert "The model is overloaded." in text


@pytest.mark.parametrize(
    ("script", "status", "kind", "words"),
    [
        (answers.status(401, "bad key"), 502, FailureKind.PROVIDER_KEY, "dragoman provider test p"),
        (answers.status(429, "Quota exceeded."), 429, FailureKind.RATE_LIMITED, "Quota exceeded."),
        (answers.context_full, 400, FailureKind.CONTEXT_OVERFLOW, "1048576"),
        (
            answers.status(404, "models/x is not found"),
            404,
            FailureKind.MODEL_NOT_FOUND,
            "models/x",
        ),
    ],
)
async def test_google_s_errors_are_understood(
    start: Start, script: Any, status: int, kind: FailureKind, words: str
) -> None:
    async with FakeUpstream(script, face="gemini") as upstream:
        gateway = await start(**to(upstream))
        async with gateway.post("/v1/messages", messages()) as response:
            text = await response.text()
        assert response.status == status, text
        assert words in text
        assert gateway.outcomes[-1].failure is kind


async def test_a_client_s_model_name_does_not_lead_out_of_the_models(start: Start) -> None:
    async with FakeUpstream(face="gemini") as upstream:
        gateway = await start(
            providers={"p": provider(upstream.url, "gemini")}, profiles=rules(("*", "p/*"))
        )
        for name in ("../../v1/secrets", "x/..", "./x"):
            async with gateway.post("/v1/messages", messages(name)) as response:
                assert response.status == 404, await response.text()
        async with gateway.post("/v1/messages", messages("a b?c#d")) as response:
            assert response.status == 200, await response.text()
        (asked,) = upstream.asked
    assert asked.target == "/v1beta/models/a%20b%3Fc%23d:streamGenerateContent?alt=sse"


async def test_what_google_refuses_of_a_model_is_learnt_and_kept(start: Start) -> None:
    async with FakeUpstream(answers.says(Reply(text="Hi")), face="gemini") as upstream:
        gateway = await start(
            providers={"p": provider(upstream.url, "gemini", quirks=["thinking_level"])},
            profiles=rules(("*", "p/gemini-2.5-flash")),
        )
        for _ in range(2):
            async with gateway.post(
                "/v1/chat/completions", chat(reasoning_effort="low")
            ) as response:
                assert response.status == 200, await response.text()
        sent = [request.json["generationConfig"]["thinkingConfig"] for request in upstream.asked]
    budget = {"thinkingBudget": 1024, "includeThoughts": True}
    assert sent == [{"thinkingLevel": "LOW", "includeThoughts": True}, budget, budget]


async def test_a_call_that_the_model_wrote_wrong_is_asked_for_once_more(start: Start) -> None:
    async def malformed(exchange: Exchange) -> None:
        (chunk,) = gemini.chunks(Reply(), "r", MODEL)
        chunk["candidates"][0]["finishReason"] = "MALFORMED_FUNCTION_CALL"
        await exchange.stream([gemini.frame(chunk)])

    script = answers.in_turn(malformed, answers.says(Reply(text="Bonjour")))
    async with FakeUpstream(script, face="gemini") as upstream:
        gateway = await start(**to(upstream))
        async with gateway.post("/v1/messages", messages()) as response:
            text = await response.text()
        assert "Bonjour" in text
        assert response.status == 200
        assert len(upstream.asked) == 2
