"""Gemini streams as Google and its look-alikes really send them, one case for each oddity.

The chunks are of our own making, in the shapes that were documented, recorded or reported.
"""

import json
from typing import Any, NamedTuple

import pytest

from app.core.conversation import Opaque, Refusal, Text, Thinking, ToolCall
from app.core.failure import FailureKind
from app.core.fold import Answer, fold
from app.core.search import Found, Search
from app.core.traits import Target
from app.dialects.base import WireRequest
from tests.dialects.gemini_wire import OWN, answered, call, chunk, failed, hidden, read, sse

A = ToolCall("c1", "f", '{"a":1}')
STOP = chunk(finish="STOP")
THOUGHT: dict[str, Any] = {"text": "Hm.", "thought": True}


class Case(NamedTuple):
    name: str
    raw: bytes
    parts: tuple[Any, ...]
    reason: str = "stop"


ANSWERS = [
    Case("text in pieces", sse(chunk("He"), chunk("llo"), STOP), (Text("Hello"),)),
    Case("everything in one chunk", sse(chunk("Hello", finish="STOP")), (Text("Hello"),)),
    Case(
        "parts after the finish reason", sse(chunk("He", finish="STOP"), chunk("llo")), ("Hello",)
    ),
    Case(
        "a finish chunk without content",
        sse(chunk("x"), {"candidates": [{"finishReason": "STOP", "index": 0}]}),
        (Text("x"),),
    ),
    Case(
        "a content without parts",
        sse(chunk("x"), {"candidates": [{"content": {"role": "model"}, "finishReason": "STOP"}]}),
        (Text("x"),),
    ),
    Case(
        "usage in a chunk of its own", sse(chunk("x", finish="STOP"), {"usageMetadata": {}}), ("x",)
    ),
    Case("thoughts, then words", sse(chunk(THOUGHT, "x"), STOP), (Thinking("Hm."), Text("x"))),
    Case(
        "words between thoughts",
        sse(chunk(THOUGHT), chunk("x"), chunk(THOUGHT), STOP),
        (Thinking("Hm."), Text("x"), Thinking("Hm.")),
    ),
    Case("a call", sse(chunk(call(a=1)), STOP), (A,), "tool_calls"),
    Case("a call with the finish reason", sse(chunk(call(a=1), finish="STOP")), (A,), "tool_calls"),
    Case(
        "two calls in one chunk",
        sse(chunk(call(a=1), call("g", "c2")), STOP),
        (A, ToolCall("c2", "g", "{}")),
        "tool_calls",
    ),
    Case(
        "a call without arguments",
        sse(chunk({"functionCall": {"id": "c1", "name": "f"}}), STOP),
        (ToolCall("c1", "f", "{}"),),
        "tool_calls",
    ),
    Case(
        "words before and behind a call",
        sse(chunk("x", call(a=1), "y"), STOP),
        ("x", A, "y"),
        "tool_calls",
    ),
    Case(
        "a signature on a call",
        sse(chunk({**call(a=1), "thoughtSignature": "U2ln"}), STOP),
        (hidden("U2ln", call="c1"), A),
        "tool_calls",
    ),
    Case(
        "a signature on a text that comes whole",
        sse(chunk({"text": "x", "thoughtSignature": "U2ln"}, finish="STOP")),
        (hidden("U2ln"), Text("x")),
    ),
    Case(
        "a signature on the last piece of a text",
        sse(chunk("x"), chunk({"text": "y", "thoughtSignature": "U2ln"}), STOP),
        (Text("xy"), hidden("U2ln", "previous")),
    ),
    Case(
        "a signature behind a text, on no words",
        sse(chunk("x"), chunk({"text": "", "thoughtSignature": "U2ln"}, finish="STOP")),
        (Text("x"), hidden("U2ln", "previous")),
    ),
    Case(
        "a signature on a part without any content",
        sse(chunk("x"), chunk({"thoughtSignature": "U2ln"}, finish="STOP")),
        (Text("x"), hidden("U2ln", "previous")),
    ),
    Case(
        "a signature on a thought",
        sse(chunk({**THOUGHT, "thoughtSignature": "U2ln"}, "x"), STOP),
        (Thinking("Hm.", sidecar=hidden("U2ln", "own").sidecar), Text("x")),
    ),
    Case(
        "two texts with signatures stay two",
        sse(
            chunk(
                {"text": "x", "thoughtSignature": "QQ=="}, {"text": "y", "thoughtSignature": "Qg=="}
            ),
            STOP,
        ),
        (hidden("QQ=="), Text("x"), hidden("Qg=="), Text("y")),
    ),
    Case("cut at the limit", sse(chunk("x", finish="MAX_TOKENS")), (Text("x"),), "length"),
    Case("nothing but the limit", sse(chunk(finish="MAX_TOKENS")), (), "length"),
    Case("nothing at all, and an end", sse(STOP), ()),
    Case(
        "withheld in the middle", sse(chunk("x"), chunk(finish="SAFETY")), (Text("x"),), "refusal"
    ),
    Case(
        "withheld from the beginning",
        sse(chunk(finish="RECITATION")),
        (Refusal("The provider withheld the answer: RECITATION."),),
        "refusal",
    ),
    Case(
        "withheld, with a reason in words",
        sse({"candidates": [{"finishReason": "SPII", "finishMessage": "It names a person."}]}),
        (Refusal("It names a person."),),
        "refusal",
    ),
    Case(
        "a prompt that is blocked",
        sse({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": {}}),
        (Refusal("The provider blocked the prompt: PROHIBITED_CONTENT."),),
        "refusal",
    ),
    Case("an unknown finish reason", sse(chunk("x", finish="BEDTIME")), (Text("x"),)),
    Case(
        "several candidates",
        sse(
            {
                "candidates": [
                    {"index": 1, "content": {"parts": [{"text": "no"}]}},
                    *chunk("x")["candidates"],
                ]
            },
            STOP,
        ),
        (Text("x"),),
    ),
    Case(
        "Code Assist's wrapping",
        sse({"response": chunk("x", finish="STOP"), "traceId": "t"}),
        ("x",),
    ),
    Case("[DONE] at the end", sse(chunk("x", finish="STOP"), "data: [DONE]\n\n"), (Text("x"),)),
    Case("comments", sse(": alive\n\n", chunk("x"), ": alive\n\n", STOP), (Text("x"),)),
    Case("a byte-order mark", b"\xef\xbb\xbf" + sse(chunk("x"), STOP), (Text("x"),)),
    Case("LF alone", sse(chunk("x"), STOP).replace(b"\r\n", b"\n"), (Text("x"),)),
    Case("no blank line at the end", sse(chunk("x"), STOP).removesuffix(b"\r\n\r\n"), (Text("x"),)),
    Case("one array of chunks", json.dumps([chunk("x"), STOP], indent=2).encode(), (Text("x"),)),
    Case(
        "an array without blanks", json.dumps([chunk('x\\"]}'), STOP]).encode(), (Text('x\\"]}'),)
    ),
    Case(
        "a whole answer to a stream request", json.dumps(chunk("x", finish="STOP")).encode(), ("x",)
    ),
    Case(
        "a line separator inside words",
        sse(chunk("a\u2028b\u0085c"), STOP),
        (Text("a\u2028b\u0085c"),),
    ),
    Case("a part of nothing", sse(chunk({}, None, "x"), STOP), (Text("x"),)),
]


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case.name)
def test_an_odd_stream_is_a_good_answer(case: Case) -> None:
    answer = fold(read(case.raw))
    expected = [Text(part) if isinstance(part, str) else part for part in case.parts]
    assert list(answer.parts) == expected
    assert answer.reason == case.reason


FAILURES = [
    ("no finish reason", sse(chunk("x")), FailureKind.CUT),
    ("nothing", b"", FailureKind.CUT),
    ("only comments", b": alive\n\n", FailureKind.CUT),
    ("cut in a chunk", sse(chunk("x"), STOP)[:-30], FailureKind.CUT),
    ("cut in a chunk behind the finish reason", sse(STOP, chunk("more"))[:-30], FailureKind.CUT),
    ("an array that does not end", json.dumps([chunk("x"), STOP]).encode()[:-1], FailureKind.CUT),
    ("an array cut in an element", json.dumps([chunk("x"), STOP]).encode()[:-9], FailureKind.CUT),
    (
        "half a whole answer",
        json.dumps(chunk("x", finish="STOP")).encode()[:-5],
        FailureKind.PROTOCOL,
    ),
    ("a page", b"<html><title>502 Bad Gateway</title></html>", FailureKind.PROTOCOL),
    ("no JSON", b"data: nonsense\n\ndata: {}\n\n", FailureKind.PROTOCOL),
    ("an array of words", b'["x"]', FailureKind.PROTOCOL),
    ("a chunk that is no object", b"data: 3\n\n", FailureKind.PROTOCOL),
    (
        "a call that cannot be read",
        sse(chunk(finish="MALFORMED_FUNCTION_CALL")),
        FailureKind.PROVIDER,
    ),
    (
        "a call that nobody offered",
        sse(chunk("x", finish="UNEXPECTED_TOOL_CALL")),
        FailureKind.PROVIDER,
    ),
    ("an end for no reason", sse(chunk("x", finish="OTHER")), FailureKind.PROVIDER),
    (
        "a call in pieces",
        sse(chunk({"functionCall": {"name": "f", "partialArgs": [{"jsonPath": "$.a"}]}})),
        FailureKind.PROTOCOL,
    ),
    (
        "an error as an event",
        sse(chunk("x"), {"error": {"code": 503, "message": "Busy.", "status": "UNAVAILABLE"}}),
        FailureKind.OVERLOADED,
    ),
    (
        "an error behind the events, as Google breaks off",
        sse(
            chunk("x"),
            json.dumps(
                {"error": {"code": 429, "message": "Slow.", "status": "RESOURCE_EXHAUSTED"}},
                indent=2,
            ),
        ),
        FailureKind.RATE_LIMITED,
    ),
    (
        "an error behind the events and the finish reason",
        sse(STOP, '[{"error": {"code": 500, "message": "Oh.", "status": "INTERNAL"}}]\n'),
        FailureKind.PROVIDER,
    ),
    (
        "an error as an array's element",
        json.dumps(
            [chunk("x"), {"error": {"code": 400, "message": "No.", "status": "INVALID_ARGUMENT"}}]
        ).encode(),
        FailureKind.BAD_REQUEST,
    ),
    (
        "a 200 that is an error",
        b'{"error": {"code": 403, "message": "No.", "status": "PERMISSION_DENIED"}}',
        FailureKind.PERMISSION,
    ),
]


@pytest.mark.parametrize(("name", "raw", "kind"), FAILURES, ids=[case[0] for case in FAILURES])
def test_a_broken_stream_is_never_an_answer(name: str, raw: bytes, kind: FailureKind) -> None:
    assert failed(raw).kind is kind


@pytest.mark.parametrize("ids", [(None, None), ("", ""), ("x", "x"), ("functions.f:0", "a b")])
def test_every_call_gets_an_id_of_its_own_that_all_dialects_take(ids: tuple[Any, Any]) -> None:
    def parts() -> tuple[Any, ...]:
        return answered(chunk(call("f", ids[0]), call("f", ids[1])), STOP).parts

    found = [part.id for part in parts()]
    assert parts() == parts()
    assert len(set(found)) == 2
    for identifier in found:
        assert identifier.replace("_", "").replace("-", "").isalnum()


def test_the_same_call_in_two_answers_has_two_ids() -> None:
    def made(response: str) -> str:
        (part,) = answered(chunk(call("f", None), finish="STOP", responseId=response)).parts
        assert isinstance(part, ToolCall)
        return part.id

    assert made("r1") != made("r2")


def test_rewritten_tool_names_come_back_as_the_client_s() -> None:
    sent = WireRequest("", b"", Target("p", "gemini", "m"), True, tool_names={"_1_a": "1.a"})
    (part,) = answered(chunk(call("_1_a")), STOP, sent=sent).parts
    assert part == ToolCall("c1", "1.a", "{}")


USAGES = [
    ({"promptTokenCount": 10, "candidatesTokenCount": 4, "totalTokenCount": 14}, (10, 0, 4, None)),
    (
        {"promptTokenCount": 10, "cachedContentTokenCount": 7, "candidatesTokenCount": 4},
        (3, 7, 4, None),
    ),
    (
        {"promptTokenCount": 10, "candidatesTokenCount": 4, "thoughtsTokenCount": 20},
        (10, 0, 24, 20),
    ),
    (
        {"promptTokenCount": 10, "toolUsePromptTokenCount": 5, "candidatesTokenCount": 1},
        (15, 0, 1, None),
    ),
]


@pytest.mark.parametrize(("raw", "counts"), USAGES)
def test_the_last_usage_counts(raw: dict[str, Any], counts: tuple[Any, ...]) -> None:
    early = {"promptTokenCount": 10}
    usage = answered(chunk("x", usageMetadata=early), chunk(finish="STOP", usageMetadata=raw)).usage
    assert usage is not None
    assert (usage.fresh, usage.cache_read, usage.output, usage.reasoning) == counts
    assert usage.raw == raw


def test_no_usage_is_told_as_none() -> None:
    assert answered(chunk("x", finish="STOP")).usage is None


def grounded(**metadata: Any) -> Answer:
    end = chunk(finish="STOP", usageMetadata={"promptTokenCount": 1})
    end["candidates"][0]["groundingMetadata"] = metadata
    return answered(chunk("Rain."), end)


def test_sources_are_a_search_behind_the_answer() -> None:
    answer = grounded(
        webSearchQueries=["weather rome", "rome rain"],
        groundingChunks=[
            {"web": {"uri": "https://a.example/w", "title": "a.example"}},
            {"retrievedContext": {}},
            {"web": {"uri": "https://b.example/"}},
        ],
    )
    text, sources = answer.parts
    assert text == Text("Rain.")
    assert isinstance(sources, Opaque)
    assert sources.search == Search(
        "weather rome, rome rain",
        (Found("a.example", "https://a.example/w"), Found("", "https://b.example/")),
    )
    assert "https://a.example/w" in sources.gist
    assert sources.sidecar.origin == OWN
    assert answer.usage is not None
    assert answer.usage.searches == 2
    assert answer.closing is not None
    assert "groundingMetadata" in answer.closing.data


def test_an_answer_that_was_not_grounded_has_no_search() -> None:
    assert grounded(searchEntryPoint={"renderedContent": "<p>"}).parts == (Text("Rain."),)


@pytest.mark.parametrize(
    ("part", "kind", "gist"),
    [
        (
            {"executableCode": {"language": "PYTHON", "code": "1+1"}},
            "executableCode",
            "[Ran code: 1+1]",
        ),
        (
            {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "2"}},
            "codeExecutionResult",
            "[Its output: 2]",
        ),
        ({"inlineData": {"mimeType": "image/png", "data": "AAAA"}}, "inlineData", "[image/png]"),
        (
            {"toolCall": {"toolType": "GOOGLE_SEARCH_WEB", "id": "t"}},
            "toolCall",
            "[Used google search web]",
        ),
        (
            {"novelty": {"a": 1}, "thoughtSignature": "U2ln"},
            "novelty",
            "[unsupported part: novelty]",
        ),
    ],
)
def test_a_part_of_this_wire_alone_is_kept_whole(part: Any, kind: str, gist: str) -> None:
    before, found, behind = answered(chunk("x", part, "y"), STOP).parts
    assert (before, behind) == (Text("x"), Text("y"))
    assert isinstance(found, Opaque)
    assert (found.kind, found.gist, dict(found.sidecar.data)) == (kind, gist, part)


def test_what_a_candidate_says_besides_is_kept_for_clients_of_this_wire() -> None:
    end = chunk(finish="BLOCKLIST")
    end["candidates"][0] |= {"safetyRatings": [{"category": "C"}], "avgLogprobs": -0.1}
    kept = answered(chunk("x"), end).closing
    assert kept is not None
    assert kept.data == {
        "safetyRatings": [{"category": "C"}],
        "avgLogprobs": -0.1,
        "finishReason": "BLOCKLIST",
    }
