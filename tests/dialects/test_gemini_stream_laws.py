"""The laws that the reading of every Gemini answer keeps, whatever the provider sends."""

import json
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.conversation import Text, Thinking, ToolCall
from app.core.events import Failed, Finished
from app.core.failure import FailureKind
from app.core.fold import Answer, fold
from app.dialects.gemini import DIALECT
from tests.dialects.gemini_wire import SENT, call, chunk, read, sse
from tests.dialects.grammar import check_grammar
from tests.dialects.strategies import json_objects, words

_signatures = st.sampled_from(["U2ln", "b3RoZXI="])
_said = st.builds(lambda text: {"text": text}, words())
_thought = st.builds(lambda text: {"text": text, "thought": True}, words())
_called = st.builds(
    lambda name, call_id, args: (
        call(name, call_id) | {"functionCall": _function(name, call_id, args)}
    ),
    st.sampled_from(["f", "g"]),
    st.sampled_from([None, "c1", "c2"]),
    json_objects(),
)
_ran = st.just({"executableCode": {"language": "PYTHON", "code": "1"}})
_plain = st.one_of(_said, _thought, _called, _ran)
_parts = st.one_of(
    _plain,
    st.builds(lambda part, signature: {**part, "thoughtSignature": signature}, _plain, _signatures),
)
_usage = st.builds(
    lambda prompt, out: {"promptTokenCount": prompt, "candidatesTokenCount": out},
    st.integers(0, 9),
    st.integers(0, 9),
)


def _function(name: str, call_id: str | None, args: dict[str, Any]) -> dict[str, Any]:
    return {**({"id": call_id} if call_id else {}), "name": name, "args": args}


@st.composite
def answers(draw: st.DrawFn) -> list[dict[str, Any]]:
    """The chunks of a complete answer."""
    chunks = [
        chunk(*draw(st.lists(_parts, max_size=3)), usageMetadata=draw(_usage))
        for _ in range(draw(st.integers(0, 4)))
    ]
    end = draw(st.sampled_from(["STOP", "MAX_TOKENS", "SAFETY"]))
    return [*chunks, chunk(*draw(st.lists(_parts, max_size=2)), finish=end)]


ANSWERS = answers()


def told(answer: Answer) -> list[Any]:
    """What a reader can tell apart: the words of each kind, the calls, in order."""
    found: list[Any] = []
    for part in answer.parts:
        match part:
            case ToolCall():
                found.append((part.id, part.name, json.loads(part.arguments)))
            case Text(text=text) | Thinking(text=text) if text:
                kind = type(part).__name__
                if found and found[-1][0] == kind:
                    found[-1] = (kind, found[-1][1] + text)
                else:
                    found.append((kind, text))
    return found


@given(ANSWERS)
def test_the_events_keep_the_grammar(chunks: list[dict[str, Any]]) -> None:
    events = read(sse(*chunks))
    check_grammar(events)
    assert isinstance(events[-1], Finished)


@given(ANSWERS)
def test_nothing_that_was_said_is_lost(chunks: list[dict[str, Any]]) -> None:
    parts = [part for each in chunks for part in each["candidates"][0]["content"]["parts"]]
    answer = fold(read(sse(*chunks)))
    for kind, thought in (("Text", False), ("Thinking", True)):
        sent = "".join(
            p["text"] for p in parts if "text" in p and bool(p.get("thought")) is thought
        )
        assert "".join(text for name, text, *_ in told(answer) if name == kind) == sent
    calls = [part for part in answer.parts if isinstance(part, ToolCall)]
    sent_calls = [part["functionCall"] for part in parts if "functionCall" in part]
    assert [(c.name, json.loads(c.arguments)) for c in calls] == [
        (c["name"], c["args"]) for c in sent_calls
    ]
    assert len({c.id for c in calls}) == len(calls)
    signatures = [part["thoughtSignature"] for part in parts if "thoughtSignature" in part]
    kept = [
        part.sidecar.data["thoughtSignature"]
        for part in answer.parts
        if part.sidecar is not None and "thoughtSignature" in part.sidecar.data
    ]
    assert kept == signatures


@given(ANSWERS, st.integers(1, 60))
def test_cutting_the_bytes_anywhere_changes_nothing(
    chunks: list[dict[str, Any]], size: int
) -> None:
    for raw in (sse(*chunks), json.dumps(chunks, indent=1, ensure_ascii=False).encode()):
        assert fold(read(raw, size)) == fold(read(raw))


@given(ANSWERS)
def test_events_an_array_and_a_list_read_at_once_say_the_same(chunks: list[dict[str, Any]]) -> None:
    array = json.dumps(chunks, ensure_ascii=False).encode()
    as_events = fold(read(sse(*chunks)))
    assert fold(read(array)) == as_events
    assert fold(DIALECT.decode_response(array, SENT)) == as_events


@given(ANSWERS)
def test_a_whole_answer_says_what_its_stream_says(chunks: list[dict[str, Any]]) -> None:
    parts = [part for each in chunks for part in each["candidates"][0]["content"]["parts"]]
    assume(all("id" in p["functionCall"] for p in parts if "functionCall" in p))
    body = json.dumps({**chunks[-1], **chunk(*parts, finish="STOP")}).encode()
    whole = DIALECT.decode_response(body, SENT)
    check_grammar(whole)
    streamed = fold(read(sse(*chunks)))
    if streamed.reason != "refusal":
        assert [t[-1] for t in told(fold(whole))] == [t[-1] for t in told(streamed)]


@given(ANSWERS, st.booleans(), st.data())
def test_a_stream_cut_anywhere_ends_in_exactly_one_terminal_event(
    chunks: list[dict[str, Any]], array: bool, data: st.DataObject
) -> None:
    raw = json.dumps(chunks).encode() if array else sse(*chunks)
    kept = raw[: data.draw(st.integers(0, len(raw)))]
    got = read(kept)
    check_grammar(got)
    if len(kept) < len(raw) - (1 if array else 4):
        last = got[-1]
        assert isinstance(last, Failed)
        assert last.failure.kind in (FailureKind.CUT, FailureKind.PROTOCOL)


_KEYS = [
    *("candidates", "content", "parts", "text", "thought", "thoughtSignature", "functionCall"),
    *("name", "args", "id", "finishReason", "finishMessage", "index", "usageMetadata", "error"),
    *("promptTokenCount", "promptFeedback", "blockReason", "groundingMetadata", "response"),
    *("groundingChunks", "web", "uri", "webSearchQueries", "details", "status", "inlineData"),
]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["a", "", "{", "STOP"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=4)
    ),
    max_leaves=14,
)


@given(st.lists(VALUES | ANSWERS.map(lambda chunks: chunks[0]), max_size=6))
def test_a_stream_of_any_nonsense_keeps_the_grammar(values: list[Any]) -> None:
    raw = b"".join(b"data: " + json.dumps(value).encode() + b"\n\n" for value in values)
    check_grammar(read(raw))
    check_grammar(read(json.dumps(values).encode()))


@given(VALUES)
def test_a_whole_answer_of_any_nonsense_ends_in_one_terminal_event(value: Any) -> None:
    check_grammar(DIALECT.decode_response(json.dumps(value).encode(), SENT))


@given(st.binary(max_size=80), st.sampled_from([b"", b"[", b"[{", b"data: ", b"{"]))
def test_any_bytes_end_in_one_terminal_event(raw: bytes, start: bytes) -> None:
    check_grammar(read(start + raw, 7))
    check_grammar(DIALECT.decode_response(start + raw, SENT))


@given(VALUES, st.integers(400, 599))
def test_any_error_body_is_a_failure(value: Any, status: int) -> None:
    failure = DIALECT.decode_error(status, {}, json.dumps({"error": value}).encode())
    assert failure.message
    assert DIALECT.decode_error(status, {}, json.dumps(value).encode()).message
