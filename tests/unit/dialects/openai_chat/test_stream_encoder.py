import json
from typing import Any

from app.core.conversation import Conversation, Opaque, Options, Refusal, Text, Thinking, ToolCall
from app.core.events import (
    Event,
    Failed,
    Finished,
    PartDelta,
    PartEnded,
    PartStarted,
    Pulse,
    Started,
)
from app.core.failure import Failure, FailureKind
from app.core.search import Search
from app.core.sidecar import Origin, Sidecar
from app.core.usage import Usage
from app.dialects.base import Reply
from app.dialects.openai_chat.stream_encoder import ChatStreamEncoder

OPENING = {"role": "assistant", "content": "", "refusal": None}


def encoder(*, usage: bool = False) -> ChatStreamEncoder:
    options = Options(stream=True, stream_usage=usage)
    return ChatStreamEncoder(Reply(Conversation("c", "my-model", (), options=options), "r1", 5, 7))


def chunks(events: list[Event], *, usage: bool = False) -> list[dict[str, Any]]:
    raw = encoder(usage=usage).encode(events)
    frames = raw.decode().split("\n\n")[:-1]
    assert frames[-1] == "data: [DONE]"
    return [json.loads(frame.removeprefix("data: ")) for frame in frames[:-1]]


def deltas(*parts: Event) -> list[dict[str, Any]]:
    """The deltas between the opening one and the finish."""
    found = [
        chunk["choices"][0]["delta"] for chunk in chunks([Started(), *parts, Finished("stop")])
    ]
    assert found[0] == OPENING
    assert found[-1] == {}
    return found[1:-1]


def text(words: str, index: int = 0) -> list[Event]:
    return [PartStarted(index, Text("")), PartDelta(index, words), PartEnded(index)]


def test_every_chunk_has_the_same_head_and_one_choice() -> None:
    found = chunks([Started("x", "theirs"), *text("Hi"), Finished("stop")])
    for chunk in found:
        assert (chunk["id"], chunk["object"]) == ("chatcmpl-r1", "chat.completion.chunk")
        assert (chunk["created"], chunk["model"]) == (5, "my-model")
        (choice,) = chunk["choices"]
        assert choice.keys() == {"index", "delta", "logprobs", "finish_reason"}
    assert [chunk["choices"][0]["finish_reason"] for chunk in found] == [None, None, "stop"]


def test_words_thoughts_and_refusals_have_a_field_each() -> None:
    assert deltas(
        PartStarted(0, Thinking("")),
        PartDelta(0, "Hm"),
        PartEnded(0),
        *text('"Hi"\u2028', 1),
        PartStarted(2, Refusal("")),
        PartDelta(2, "No."),
        PartEnded(2),
    ) == [{"reasoning_content": "Hm"}, {"content": '"Hi"\u2028'}, {"refusal": "No."}]


def test_calls_are_counted_from_zero_and_named_once() -> None:
    assert deltas(
        *text("Ok"),
        PartStarted(1, ToolCall("a", "f", "")),
        PartDelta(1, '{"x"'),
        PartDelta(1, ":1}"),
        PartEnded(1),
        PartStarted(2, ToolCall("b", "g", "")),
        PartEnded(2),
    )[1:] == [
        {"tool_calls": [_opened(0, "a", "f")]},
        {"tool_calls": [{"index": 0, "function": {"arguments": '{"x"'}}]},
        {"tool_calls": [{"index": 0, "function": {"arguments": ":1}"}}]},
        {"tool_calls": [_opened(1, "b", "g")]},
        {"tool_calls": [{"index": 1, "function": {"arguments": "{}"}}]},
    ]


def _opened(index: int, call_id: str, name: str) -> dict[str, Any]:
    function = {"name": name, "arguments": ""}
    return {"index": index, "id": call_id, "type": "function", "function": function}


def test_empty_deltas_and_pulses_say_nothing() -> None:
    assert deltas(PartStarted(0, Text("")), PartDelta(0, ""), Pulse(), PartEnded(0)) == []


def test_anthropic_s_proof_follows_the_thoughts_that_it_proves() -> None:
    proof = Sidecar(Origin("anthropic_messages"), {"signature": "s"})
    found = deltas(PartStarted(0, Thinking("")), PartDelta(0, "Hm"), PartEnded(0, proof))
    assert found[1]["reasoning_details"] == [
        {
            "type": "reasoning.text",
            "text": "Hm",
            "signature": "s",
            "format": "anthropic-claude-v1",
            "index": 0,
        }
    ]


def test_what_has_no_place_here_is_told_in_words_and_noted() -> None:
    told = encoder()
    part = Opaque("web_search_tool_result", "Title", Sidecar(Origin("anthropic_messages"), {}))
    raw = told.encode([Started(), PartStarted(0, part), PartEnded(0), Finished("stop")])
    assert b'"content":"Title"' in raw
    assert [(loss.what, loss.weight) for loss in told.losses] == [
        ("web_search_tool_result", "content")
    ]


def test_usage_comes_last_and_only_where_it_was_asked_for() -> None:
    events = [Started(), *text("Hi"), Finished("stop", Usage(fresh=2, cache_read=3, output=4))]
    last = chunks(events, usage=True)[-1]
    assert last["choices"] == []
    assert (last["usage"]["prompt_tokens"], last["usage"]["total_tokens"]) == (5, 9)
    assert all(not chunk.get("usage") for chunk in chunks(events))


def test_usage_that_nobody_told_is_estimated() -> None:
    last = chunks([Started(), Finished("stop")], usage=True)[-1]
    assert last["usage"]["prompt_tokens"] == 7


def test_a_failure_is_the_last_frame_and_no_done_follows() -> None:
    told = encoder()
    raw = told.encode([Started(), *text("Hi"), Failed(Failure(FailureKind.CUT, "It broke."))])
    assert raw.endswith(b"}}\n\n")
    assert b"[DONE]" not in raw
    assert b'"message":"It broke."' in raw
    assert told.encode([Finished("stop")]) == b""
    assert told.keepalive() == b""


def test_a_keepalive_is_a_comment_also_at_the_very_first() -> None:
    assert encoder().keepalive() == b": keep-alive\n\n"


def test_an_answer_without_a_beginning_gets_one() -> None:
    found = chunks([Finished("stop")])
    assert [chunk["choices"][0]["delta"] for chunk in found] == [OPENING, {}]


def test_sources_of_another_wire_are_annotations_of_the_whole_message() -> None:
    cited = {"type": "web_search_result_location", "url": "https://a.example", "title": "A"}
    own = Sidecar(Origin("anthropic_messages"), {"citations": [cited]})
    second: list[Event] = [PartStarted(1, Text("")), PartDelta(1, "there"), PartEnded(1, own)]
    *_, noted = deltas(*text("Hi "), *second)
    (annotation,) = noted["annotations"]
    inner = {"start_index": 3, "end_index": 8, "url": "https://a.example", "title": "A"}
    assert annotation == {"type": "url_citation", "url_citation": inner}


def test_a_search_is_no_text_of_the_answer() -> None:
    found = Opaque("web_search", "[Searched the web: q]", Sidecar(Origin("x"), {}), Search("q"))
    assert deltas(PartStarted(0, found), PartEnded(0)) == []
