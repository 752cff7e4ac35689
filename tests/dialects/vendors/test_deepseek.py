"""DeepSeek V4, in its Chat and in its Anthropic form."""

import json

import pytest

from app.core.conversation import (
    Document,
    Image,
    Inline,
    Reasoning,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from app.core.failure import FailureKind
from app.routing.adapt import learn
from tests.dialects.chat_streams import STOP, answered, chunk, failed, sse
from tests.dialects.strategies import PDF, PNG
from tests.dialects.vendors.endpoint import LS, asked, assistant, error, provider, user

MODEL = "deepseek-v4-pro"
CALLED = (
    user("a"),
    assistant(Thinking("Hm"), ToolCall("c", "ls", "{}")),
    user(ToolResult("c", (Text("b"),))),
)


def test_thinking_and_usage_with_cache_hits_come_in_one_stream() -> None:
    counts = {
        "prompt_tokens": 100,
        "completion_tokens": 30,
        "total_tokens": 130,
        "prompt_cache_hit_tokens": 64,
        "prompt_cache_miss_tokens": 36,
        "completion_tokens_details": {"reasoning_tokens": 20},
    }
    raw = sse(
        ": keep-alive\n\n",
        chunk({"role": "assistant", "content": None, "reasoning_content": ""}),
        chunk({"content": None, "reasoning_content": "Hm"}),
        chunk({"content": "Hi", "reasoning_content": None}),
        {**STOP, "usage": counts},
    )
    answer = answered(raw)
    thinking, text = answer.parts
    assert isinstance(thinking, Thinking)
    assert (thinking.text, text) == ("Hm", Text("Hi"))
    assert answer.usage is not None
    assert (answer.usage.fresh, answer.usage.cache_read, answer.usage.output) == (36, 64, 30)
    assert answer.usage.reasoning == 20


def test_running_out_of_resources_is_no_end_of_an_answer() -> None:
    raw = sse(chunk({"content": "Hi"}), chunk(finish="insufficient_system_resource"))
    assert failed(raw) is FailureKind.OVERLOADED


@pytest.mark.parametrize(
    ("wanted", "thinking", "effort"),
    [
        (Reasoning("off"), "disabled", None),
        (Reasoning("off", "high"), "disabled", None),
        (Reasoning(None, "minimal"), "disabled", None),
        (Reasoning("adaptive", "low"), "enabled", "low"),
        (Reasoning("adaptive", "high"), "enabled", "high"),
        (Reasoning("adaptive", "max"), "enabled", "max"),
        (Reasoning("on", budget=31_999), "enabled", "high"),
    ],
)
def test_an_effort_never_stands_beside_thinking_that_is_off(
    wanted: Reasoning, thinking: str, effort: str | None
) -> None:
    body = asked("deepseek", MODEL, reasoning=wanted)
    assert body["thinking"] == {"type": thinking}
    assert body.get("reasoning_effort") == effort


def test_reasoning_stands_on_every_message_of_the_assistant() -> None:
    turns = (*CALLED, assistant("no thoughts here"), user("and?"))
    spoken = [m for m in asked("deepseek", MODEL, *turns)["messages"] if m["role"] == "assistant"]
    assert [message["reasoning_content"] for message in spoken] == ["Hm", ""]


def test_its_anthropic_form_gets_nothing_that_it_would_not_read() -> None:
    picture, file = Image(Inline("image/png", PNG)), Document(Inline("application/pdf", PDF))
    body = asked("deepseek-anthropic", MODEL, user("a", picture, file), tools=(LS,))
    told = json.dumps(body)
    assert PNG not in told
    assert PDF not in told
    assert "[image omitted]" in told


def test_its_anthropic_form_gets_thinking_of_others_as_words_alone() -> None:
    (_, spoken, _) = asked("deepseek-anthropic", MODEL, *CALLED, tools=(LS,))["messages"]
    assert spoken["content"][0] == {"type": "thinking", "thinking": "Hm", "signature": ""}


def test_a_limit_that_it_names_is_learnt() -> None:
    told = {"message": "Invalid max_tokens value, the valid range of max_tokens is [1, 8192]"}
    failure = error(400, {"error": {**told, "type": "invalid_request_error"}})
    lesson = learn(failure, provider("deepseek").target(MODEL).traits)
    assert lesson is not None
    assert lesson.traits.max_output_tokens == 8192


def test_an_empty_account_is_a_bill_and_no_fault_of_the_request() -> None:
    told = {"error": {"message": "Insufficient Balance", "type": "unknown_error"}}
    assert error(402, told).kind is FailureKind.BILLING
