"""Groq."""

import json

from app.core.conversation import Text, Thinking, ToolCall
from app.core.failure import FailureKind
from app.core.traits import Traits
from app.routing.adapt import learn
from app.routing.retry import Decision, Phase, Situation, decide
from tests.dialects.chat_streams import (
    CALLS,
    STOP,
    answered,
    call,
    calls,
    chunk,
    decode,
    failed,
    sse,
)
from tests.dialects.vendors.endpoint import asked, assistant, error, user

MODEL = "openai/gpt-oss-120b"
WRITTEN_WRONG = {
    "message": "Failed to call a function. Please adjust your prompt.",
    "type": "invalid_request_error",
    "code": "tool_use_failed",
    "failed_generation": "<function=ls>{",
    "status_code": 400,
}
FIRST = Situation(Phase.ANSWERED, attempts=1, same_target=1, elapsed=0.0, more_candidates=False)


def test_usage_stands_in_an_extension_of_its_own() -> None:
    counts = {"prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13, "queue_time": 0.1}
    raw = sse(chunk({"content": "Hi"}), {**STOP, "x_groq": {"id": "req_1", "usage": counts}})
    usage = answered(raw).usage
    assert usage is not None
    assert (usage.input, usage.output) == (9, 4)


def test_usage_that_was_not_asked_for_does_not_come() -> None:
    opening = chunk({"role": "assistant", "content": ""}) | {"x_groq": {"id": "req_1"}}
    assert answered(sse(opening, chunk({"content": "Hi"}), STOP)).usage is None


def test_reasoning_has_its_other_name() -> None:
    raw = sse(chunk({"reasoning": "Hm"}), chunk(calls(call(0, "c0", "ls", "{}"))), CALLS)
    thinking, called = answered(raw).parts
    assert isinstance(thinking, Thinking)
    assert isinstance(called, ToolCall)


def test_raw_reasoning_is_told_from_the_answer() -> None:
    raw = sse(chunk({"content": "<think>Hm"}), chunk({"content": "</think>Hi"}), STOP)
    thinking, text = answered(raw).parts
    assert isinstance(thinking, Thinking)
    assert (thinking.text, text) == ("Hm", Text("Hi"))


def test_an_error_event_ends_a_stream_that_has_no_end() -> None:
    told = json.dumps({"error": WRITTEN_WRONG})
    raw = sse(f"event: error\ndata: {told}\n\n", done=False)
    assert failed(raw) is FailureKind.BAD_REQUEST
    (last,) = decode(raw)
    failure = last.failure  # type: ignore[union-attr]
    assert decide(failure, FIRST).action == "again"


def test_a_call_that_its_model_wrote_wrong_is_asked_for_once_more() -> None:
    failure = error(400, {"error": WRITTEN_WRONG})
    assert learn(failure, Traits()) is None
    assert decide(failure, FIRST) == Decision("again", 0.25)


def test_no_message_has_a_field_that_it_does_not_know() -> None:
    known = {"role", "content", "name", "tool_calls", "tool_call_id"}
    turns = (user("a"), assistant(Thinking("Hm"), "b"), user("c"))
    for message in asked("groq", MODEL, *turns)["messages"]:
        assert message.keys() <= known


def test_a_field_that_a_client_returns_to_it_is_learnt() -> None:
    told = "'messages.1' : property 'reasoning_content' is unsupported"
    lesson = learn(error(400, {"error": {"message": told}}), Traits(), verbatim=True)
    assert lesson is not None
    assert lesson.traits.reasoning_history == "drop"
