from typing import Any

import pytest

from app.core.conversation import Opaque, Refusal, Text, Thinking, ToolCall
from app.core.events import (
    AnswerPart,
    Event,
    Failed,
    Finished,
    FinishReason,
    PartDelta,
    PartEnded,
    PartStarted,
    Started,
)
from app.core.failure import Failure, FailureKind
from app.core.sidecar import Origin, Sidecar
from app.core.usage import Usage
from app.dialects.base import Reply
from app.dialects.openai_responses.stream_encoder import ResponsesStreamEncoder
from app.dialects.openai_responses.wire import ORIGIN
from tests.dialects.responses_wire import decoded, told

PATCH = {"type": "custom", "name": "patch"}


def answer(*parts: tuple[AnswerPart, str], reason: FinishReason = "stop") -> list[Event]:
    events: list[Event] = [Started("x", "m")]
    for index, (part, text) in enumerate(parts):
        events.append(PartStarted(index, part))
        if text:
            events.append(PartDelta(index, text))
        events.append(PartEnded(index))
    return [*events, Finished(reason, Usage(fresh=1, output=2))]


def kinds(found: list[dict[str, Any]]) -> list[str]:
    return [event["type"].removeprefix("response.") for event in found]


def test_a_text_in_full() -> None:
    found = told(answer((Text(""), "Hi")))
    assert kinds(found) == [
        "created",
        "in_progress",
        "output_item.added",
        "content_part.added",
        "output_text.delta",
        "output_text.done",
        "content_part.done",
        "output_item.done",
        "completed",
    ]
    assert found[4]["logprobs"] == []
    (item,) = found[-1]["response"]["output"]
    assert (item["status"], item["role"]) == ("completed", "assistant")


def test_neighbouring_texts_are_one_message() -> None:
    found = told(answer((Text(""), "a"), (Text(""), "b"), (Refusal(""), "no")))
    (item,) = found[-1]["response"]["output"]
    assert [part["type"] for part in item["content"]] == ["output_text", "output_text", "refusal"]


def test_a_function_s_arguments() -> None:
    found = told(answer((ToolCall("c", "f", ""), '{"a":1}'), reason="tool_calls"))
    assert kinds(found)[2:6] == [
        "output_item.added",
        "function_call_arguments.delta",
        "function_call_arguments.done",
        "output_item.done",
    ]
    assert (found[4]["name"], found[4]["arguments"]) == ("f", '{"a":1}')
    assert found[2]["item"]["status"] == "in_progress"


def test_a_function_without_arguments_has_an_empty_object() -> None:
    found = told(answer((ToolCall("c", "f", ""), "")))
    assert found[3]["delta"] == "{}"
    assert found[-1]["response"]["output"][0]["arguments"] == "{}"


def test_raw_input_comes_back_raw() -> None:
    events = answer((ToolCall("c", "patch", ""), '{"input":"*** x"}'))
    found = told(events, decoded(tools=[PATCH]))
    assert kinds(found)[2:6] == [
        "output_item.added",
        "custom_tool_call_input.delta",
        "custom_tool_call_input.done",
        "output_item.done",
    ]
    assert found[-1]["response"]["output"][0]["input"] == "*** x"


def test_a_name_inside_a_namespace_comes_back_with_it() -> None:
    tools = [{"type": "namespace", "name": "ns", "tools": [{"type": "function", "name": "f"}]}]
    found = told(answer((ToolCall("c", "ns__f", ""), "{}")), decoded(tools=tools))
    (item,) = found[-1]["response"]["output"]
    assert (item["name"], item["namespace"]) == ("f", "ns")


def test_reasoning_is_a_summary_with_a_proof_to_keep() -> None:
    found = told(answer((Thinking(""), "Hm")), decoded(reasoning={"summary": "auto"}))
    assert kinds(found)[2:8] == [
        "output_item.added",
        "reasoning_summary_part.added",
        "reasoning_summary_text.delta",
        "reasoning_summary_text.done",
        "reasoning_summary_part.done",
        "output_item.done",
    ]
    assert "encrypted_content" not in found[2]["item"]
    assert found[7]["item"]["encrypted_content"].startswith("dragoman:v2:")


@pytest.mark.parametrize("asked", [{}, {"reasoning": {"effort": "high"}}])
def test_reasoning_that_nobody_asked_to_see_is_kept_and_not_shown(asked: dict[str, Any]) -> None:
    found = told(answer((Thinking(""), "Hm")), decoded(**asked))
    assert kinds(found)[2:4] == ["output_item.added", "output_item.done"]
    item = found[3]["item"]
    assert item["summary"] == []
    kept = decoded(input=[item, {"role": "assistant", "content": "Hi"}]).turns[0].parts[0]
    assert kept == Thinking("Hm")


def test_reasoning_of_openai_keeps_its_id() -> None:
    part = Thinking("", sidecar=Sidecar(ORIGIN, {"id": "rs_own"}))
    found = told(answer((part, "Hm")), decoded(reasoning={"summary": "auto"}))
    assert {event["item_id"] for event in found if "item_id" in event} == {"rs_own"}


def test_an_item_of_openai_s_own_goes_through_and_another_s_is_told_in_words() -> None:
    own = Opaque("web_search_call", "", Sidecar(ORIGIN, {"type": "web_search_call", "id": "ws"}))
    foreign = Opaque("odd", "[odd]", Sidecar(Origin("anthropic_messages"), {}))
    encoder = ResponsesStreamEncoder(Reply(decoded(), "r", 1))
    encoder.encode(answer((own, ""), (foreign, "")))
    first, second = encoder.response["output"]
    assert first == {"id": "ws", "type": "web_search_call"}
    assert second["content"][0]["text"] == "[odd]"
    assert [loss.what for loss in encoder.losses] == ["odd"]


@pytest.mark.parametrize(
    ("reason", "last", "details"),
    [
        ("stop", "completed", None),
        ("length", "incomplete", {"reason": "max_output_tokens"}),
        ("context_window", "incomplete", {"reason": "max_output_tokens"}),
        ("refusal", "incomplete", {"reason": "content_filter"}),
    ],
)
def test_how_it_ended(reason: FinishReason, last: str, details: object) -> None:
    found = told(answer((Text(""), "Hi"), reason=reason))
    assert kinds(found)[-1] == last
    assert found[-1]["response"]["incomplete_details"] == details


def test_a_refusal_in_words_is_complete() -> None:
    assert kinds(told(answer((Refusal(""), "No."), reason="refusal")))[-1] == "completed"


def test_a_failure_tells_what_was_complete() -> None:
    events = [*answer((Text(""), "Hi"), (ToolCall("c", "f", ""), "{}"))[:-1]]
    found = told([*events[:-1], Failed(Failure(FailureKind.CUT, "It was cut."))])
    last = found[-1]
    assert last["type"] == "response.failed"
    assert last["response"]["error"] == {"code": "server_error", "message": "It was cut."}
    assert [item["type"] for item in last["response"]["output"]] == ["message"]


def test_an_answer_without_counts_is_estimated() -> None:
    found = told([Started(), PartStarted(0, Text("")), PartDelta(0, "x" * 40), PartEnded(0)])
    assert kinds(found)[-1] == "content_part.done"
    whole = told([Started(), Finished("stop")])
    assert whole[-1]["response"]["usage"]["input_tokens"] == 7


def test_a_sign_of_life_is_a_comment() -> None:
    encoder = ResponsesStreamEncoder(Reply(decoded(), "r", 1))
    assert encoder.keepalive().startswith(b":")
