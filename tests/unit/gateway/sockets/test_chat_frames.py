"""Requests of a chat socket: each that starts ends once, and says nothing after that."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.core.failure import FailureKind
from app.gateway.destination import Whole
from app.gateway.sockets.chat_frames import Cancel, ChatFrames, Complaint, Start, complaint, detail

MOST = 3
CHUNK = b'{"choices":[{"delta":{"content":"Hi"}}],"usage":null}'
USAGE = b'{"choices":[],"usage":{"total_tokens":3}}'
FAILED = b'{"error":{"message":"It was cut.","code":"stream_cut"}}'


def message(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


def started(frames: ChatFrames, name: str = "a", **request: Any) -> Start:
    start = frames.take(message(id=name, request={"model": "m", **request}))
    assert isinstance(start, Start)
    return start


def told(data: bytes | None) -> dict[str, Any]:
    assert data is not None
    value: dict[str, Any] = json.loads(data)
    return value


def test_a_request_is_streamed_and_counted_unless_it_says_otherwise() -> None:
    frames = ChatFrames(MOST)
    streamed = {"stream": True, "stream_options": {"include_usage": True}}
    assert told(started(frames, "a").body) == {"model": "m", **streamed}
    options = {"include_usage": False, "x": 1}
    body = told(started(frames, "b", stream_options=options).body)
    assert body["stream_options"] == {"include_usage": True, "x": 1}
    assert told(started(frames, "c", stream=False).body) == {"model": "m", "stream": False}


def test_an_answer_is_its_chunks_and_one_end_with_its_usage() -> None:
    frames = ChatFrames(MOST)
    start = started(frames)
    assert told(frames.event(start, CHUNK)) == {"id": "a", "chunk": json.loads(CHUNK)}
    assert frames.event(start, USAGE) is None
    assert frames.event(start, b"[DONE]") is None
    (end,) = frames.done(start)
    assert told(end) == {"id": "a", "done": True, "usage": {"total_tokens": 3}}
    assert frames.done(start) == frames.response(start, Whole(200, b"{}")) == []
    assert frames.event(start, CHUNK) is None


def test_usage_beside_words_goes_with_them() -> None:
    frames = ChatFrames(MOST)
    start = started(frames)
    data = b'{"choices":[{"delta":{}}],"usage":{"total_tokens":5}}'
    assert told(frames.event(start, data))["chunk"] == json.loads(data)
    assert told(frames.done(start)[0])["usage"] == {"total_tokens": 5}


def test_an_error_in_the_stream_is_the_end() -> None:
    frames = ChatFrames(MOST)
    start = started(frames)
    assert told(frames.event(start, FAILED)) == {"id": "a", **json.loads(FAILED)}
    assert frames.done(start) == []


def test_words_that_look_like_fields_are_words() -> None:
    frames = ChatFrames(MOST)
    start = started(frames)
    data = json.dumps({"choices": [{"delta": {"content": '{"error":{}} "usage"'}}]}).encode()
    assert told(frames.event(start, data))["chunk"] == json.loads(data)


def test_a_whole_answer_and_a_refusal() -> None:
    frames = ChatFrames(MOST)
    start = started(frames, stream=False)
    answer = b'{"choices":[],"usage":{"total_tokens":2}}'
    response, end = frames.response(start, Whole(200, answer))
    assert told(response) == {"id": "a", "response": json.loads(answer)}
    assert told(end) == {"id": "a", "done": True, "usage": {"total_tokens": 2}}
    start = started(frames)
    refusal = Whole(429, b'{"error":{"message":"Slow down."}}', {"Retry-After": "7"})
    (end,) = frames.response(start, refusal)
    error = {"message": "Slow down.", "status": 429, "retry_after": 7}
    assert told(end) == {"id": "a", "error": error}


def test_a_cancelled_request_ends_once_and_its_id_is_free() -> None:
    frames = ChatFrames(MOST)
    first = started(frames)
    assert frames.take(message(id="a", cancel=True)) == Cancel("a")
    (end,) = frames.cancelled("a")
    assert told(end) == {"id": "a", "done": True, "usage": None, "cancelled": True}
    assert frames.cancelled("a") == frames.cancelled("nobody") == []
    second = started(frames)
    assert frames.event(first, CHUNK) is None  # what is left of it is not the second one's
    assert frames.event(second, CHUNK) is not None


@pytest.mark.parametrize(
    ("given_", "param", "name"),
    [
        (None, None, None),
        (b"{", None, None),
        (b"7", None, None),
        (b"{}", "id", None),
        (message(id=7, request={}), "id", None),
        (message(id="", request={}), "id", None),
        (message(id="x" * 129, request={}), "id", None),
        (message(id="a", request={}), "id", None),
        (message(id="b"), "request", "b"),
        (message(id="b", request="Hi"), "request", "b"),
        (message(id="b", cancel="yes"), "request", "b"),
    ],
)
def test_what_is_no_request_is_named(
    given_: bytes | None, param: str | None, name: str | None
) -> None:
    frames = ChatFrames(MOST)
    started(frames, "a")
    found = frames.take(given_)
    assert isinstance(found, Complaint)
    assert (found.failure.param, found.id) == (param, name)


def test_more_than_the_limit_may_come_again() -> None:
    frames = ChatFrames(1)
    start = started(frames, "a")
    found = frames.take(message(id="b", request={}))
    assert isinstance(found, Complaint)
    assert (found.failure.kind, found.id) == (FailureKind.RATE_LIMITED, "b")
    frames.done(start)
    started(frames, "b")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error":"text"}'])
def test_an_error_in_another_form_is_still_one(body: bytes) -> None:
    assert detail(Whole(502, body))["message"] == body.decode()
    assert told(complaint(None, Whole(502, body)))["error"]["status"] == 502


@given(st.binary(max_size=40))
def test_no_bytes_are_a_fault_of_ours(given_: bytes) -> None:
    assert isinstance(ChatFrames(MOST).take(given_), Start | Cancel | Complaint)


class Conversations(RuleBasedStateMachine):
    """Any order of messages, events and ends, by a client and a server that do what they like."""

    def __init__(self) -> None:
        super().__init__()
        self.frames = ChatFrames(MOST)
        self.starts: list[Start] = []
        self.running: dict[str, Start] = {}
        self.ends: dict[int, int] = {}

    @rule(name=st.sampled_from("abcde"))
    def starts_one(self, name: str) -> None:
        found = self.frames.take(message(id=name, request={"model": "m"}))
        may = name not in self.running and len(self.running) < MOST
        assert isinstance(found, Start) == may
        if isinstance(found, Start):
            self.starts.append(found)
            self.running[name] = found

    @rule(name=st.sampled_from("abcde"))
    def gives_up(self, name: str) -> None:
        assert self.frames.take(message(id=name, cancel=True)) == Cancel(name)
        ends = self.frames.cancelled(name)
        start = self.running.pop(name, None)
        assert bool(ends) == (start is not None)
        if start is not None:
            self._ended(start, ends)

    @precondition(lambda self: self.starts)
    @rule(data=st.data(), event=st.sampled_from([CHUNK, USAGE, FAILED, b"[DONE]", b"{"]))
    def says(self, data: st.DataObject, event: bytes) -> None:
        start = data.draw(st.sampled_from(self.starts))
        said = self.frames.event(start, event)
        if self.running.get(start.id) is not start:
            assert said is None
        elif event is FAILED:
            del self.running[start.id]
            assert said is not None
            self._ended(start, [said])

    @precondition(lambda self: self.starts)
    @rule(data=st.data(), whole=st.sampled_from([None, 200, 500]))
    def ends_one(self, data: st.DataObject, whole: int | None) -> None:
        start = data.draw(st.sampled_from(self.starts))
        frames = self.frames
        said = frames.done(start) if whole is None else frames.response(start, Whole(whole, b"{}"))
        if self.running.get(start.id) is not start:
            assert said == []
            return
        del self.running[start.id]
        self._ended(start, said[-1:])

    def _ended(self, start: Start, said: list[bytes]) -> None:
        (end,) = said
        value = told(end)
        assert value["id"] == start.id
        assert ("done" in value) != ("error" in value)
        self.ends[id(start)] = self.ends.get(id(start), 0) + 1

    @invariant()
    def each_ends_at_most_once(self) -> None:
        assert all(count == 1 for count in self.ends.values())
        assert len(self.ends) + len(self.running) == len(self.starts)


TestConversations = Conversations.TestCase
TestConversations.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
