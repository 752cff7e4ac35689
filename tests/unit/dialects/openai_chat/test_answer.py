import json
from typing import Any

import pytest

from app.core.conversation import Conversation, Opaque, Refusal, Text, Thinking, ToolCall, Turn
from app.core.events import AnswerPart, Failed, FinishReason, Started
from app.core.failure import Failure, FailureKind
from app.core.fold import Answer, unfold
from app.core.sidecar import Origin, Sidecar
from app.core.usage import Usage
from app.dialects.base import Reply
from app.dialects.openai_chat.answer import encode_response
from tests.dialects.chat_wire import refusal
from tests.dialects.vendor_schemas import validator

REPLY = Reply(Conversation("c", "my-model", (Turn("user", (Text("Hi"),)),)), "r1", 5)
OWN = Origin("openai_chat", "p", "m")


def whole(
    *parts: AnswerPart, reason: FinishReason = "stop", closing: Sidecar | None = None
) -> dict[str, Any]:
    answer = Answer("x", "theirs", parts, reason, Usage(fresh=2, output=4), closing=closing)
    body: dict[str, Any] = json.loads(encode_response(unfold(answer), REPLY))
    validator("openai_chat", "CreateChatCompletionResponse")(body)
    return body


def message(*parts: AnswerPart, reason: FinishReason = "stop") -> dict[str, Any]:
    found: dict[str, Any] = whole(*parts, reason=reason)["choices"][0]["message"]
    return found


def test_an_answer_names_the_client_s_model_and_counts() -> None:
    body = whole(Text("Hi"))
    assert (body["id"], body["model"], body["created"]) == ("chatcmpl-r1", "my-model", 5)
    assert body["object"] == "chat.completion"
    assert body["choices"][0]["finish_reason"] == "stop"
    assert body["usage"]["total_tokens"] == 6


def test_words_are_joined_and_thoughts_stand_apart() -> None:
    found = message(Thinking("Hm"), Text("a"), Thinking("So"), Text("b"))
    assert (found["content"], found["reasoning_content"]) == ("ab", "HmSo")


def test_calls_alone_have_null_content() -> None:
    found = message(ToolCall("a", "f", '{"x":1}'), ToolCall("b", "g", ""), reason="tool_calls")
    assert found["content"] is None
    assert [call["function"] for call in found["tool_calls"]] == [
        {"name": "f", "arguments": '{"x":1}'},
        {"name": "g", "arguments": "{}"},
    ]


def test_a_refusal_has_a_field_of_its_own() -> None:
    found = whole(Refusal("No."), reason="refusal")["choices"][0]
    assert (found["message"]["refusal"], found["message"]["content"]) == ("No.", None)
    assert found["finish_reason"] == "content_filter"


def test_a_call_that_the_token_limit_cut_is_left_out() -> None:
    found = message(Text("a"), ToolCall("a", "f", '{"x"'), reason="length")
    assert "tool_calls" not in found
    kept = message(Text("a"), ToolCall("a", "f", '{"x":1}'), reason="length")
    assert len(kept["tool_calls"]) == 1


def test_an_empty_answer_has_empty_content() -> None:
    assert message()["content"] == ""


def test_a_provider_s_own_proof_and_annotations_reach_the_client() -> None:
    details = [{"type": "reasoning.encrypted", "data": "x"}]
    thinking = Thinking("", True, Sidecar(OWN, {"reasoning_details": details}))
    citation = {"start_index": 0, "end_index": 1, "url": "https://x.example", "title": "t"}
    annotations = [{"type": "url_citation", "url_citation": citation}]
    found = message(thinking, Text("Hi", sidecar=Sidecar(OWN, {"annotations": annotations})))
    assert found["reasoning_details"] == details
    assert found["annotations"] == annotations


def test_hidden_thinking_of_anthropic_s_can_come_back() -> None:
    hidden = Thinking("", True, Sidecar(Origin("anthropic_messages"), {"data": "x"}))
    (detail,) = message(hidden)["reasoning_details"]
    assert (detail["type"], detail["data"]) == ("reasoning.encrypted", "x")


def test_what_has_no_place_here_is_told_in_words() -> None:
    part = Opaque("search", "Title", Sidecar(Origin("anthropic_messages"), {}))
    assert message(part, Text("!"))["content"] == "Title!"


def test_what_the_provider_added_to_the_whole_is_kept() -> None:
    kept = Sidecar(OWN, {"system_fingerprint": "fp", "service_tier": "default"})
    body = whole(Text("Hi"), closing=kept)
    assert (body["system_fingerprint"], body["service_tier"]) == ("fp", "default")


@pytest.mark.parametrize("kind", [FailureKind.CUT, FailureKind.PROVIDER])
def test_a_failed_answer_is_refused_and_never_told_as_whole(kind: FailureKind) -> None:
    failure = Failure(kind, "It broke.")
    assert refusal(lambda: encode_response([Started(), Failed(failure)], REPLY)) == failure
