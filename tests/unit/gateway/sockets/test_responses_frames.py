"""What a client may send over a Responses socket, and how it is told what is wrong."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.failure import FailureKind
from app.gateway.destination import Whole
from app.gateway.sockets.responses_frames import Create, Misread, error, event, read, too_many

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
KINDS = st.sampled_from(["response.create", "response.processed", "response.steer", 7, None])


def test_a_request_is_the_message_without_its_envelope() -> None:
    message = {"type": "response.create", "model": "m", "input": "Hi", "stream_id": "a"}
    found = read(json.dumps({**message, "generate": False, "stream": False}).encode())
    assert found == Create(b'{"model":"m","input":"Hi","stream":true}', "a", generate=False)
    found = read(json.dumps({**message, "background": False}).encode())
    assert found is not None
    assert b"background" not in found.body


def test_what_wants_no_answer_gets_none() -> None:
    assert read(b'{"type":"response.processed","response_id":"resp_1"}') is None


@pytest.mark.parametrize(
    ("message", "param", "lane"),
    [
        (None, None, None),
        (b"{", None, None),
        (b"\xff", None, None),
        (b"[]", None, None),
        (b'{"type":"session.update","stream_id":"a"}', "type", "a"),
        (b'{"stream_id":7}', "stream_id", None),
        (b'{"type":"response.create","background":true,"stream_id":"a"}', "background", "a"),
        (b'{"type":"response.create","generate":"no"}', "generate", None),
    ],
)
def test_what_cannot_be_read_names_what_is_wrong_and_who_waits(
    message: bytes | None, param: str | None, lane: str | None
) -> None:
    with pytest.raises(Misread) as misread:
        read(message)
    assert (misread.value.failure.param, misread.value.lane) == (param, lane)
    assert misread.value.failure.message


@given(st.binary(max_size=40))
def test_no_bytes_are_a_fault_of_ours(message: bytes) -> None:
    try:
        found = read(message)
    except Misread:
        return
    assert found is None or isinstance(found, Create)


@given(
    st.fixed_dictionaries(
        {"type": KINDS},
        optional={"stream_id": JSON, "generate": JSON, "background": JSON, "input": JSON},
    )
)
def test_every_object_is_a_request_or_is_refused(message: dict[str, Any]) -> None:
    try:
        found = read(json.dumps(message).encode())
    except Misread:
        return
    if found is not None:
        body = json.loads(found.body)
        assert body["stream"] is True
        assert not body.keys() & {"type", "stream_id", "generate", "background"}


def test_events_of_a_named_lane_say_its_name() -> None:
    assert event(b'{"type":"x"}', None) == b'{"type":"x"}'
    assert json.loads(event(b'{"type":"x"}', 'a"b')) == {"stream_id": 'a"b', "type": "x"}
    assert json.loads(event(b"{}", "a")) == {"stream_id": "a"}
    assert event(b"[DONE]", "a") == b"[DONE]"


def test_a_refusal_is_told_with_its_status_and_what_steers_the_next_try() -> None:
    headers = {"Retry-After": "3", "content-type": "application/json"}
    told = json.loads(error(Whole(429, b'{"error":{"code":"c","message":"m"}}', headers), "a"))
    assert told == {
        "type": "error",
        "status": 429,
        "error": {"code": "c", "message": "m"},
        "headers": {"retry-after": "3"},
        "stream_id": "a",
    }


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error":"text"}', b"{}"])
def test_a_refusal_in_another_form_is_still_an_error(body: bytes) -> None:
    told = json.loads(error(Whole(502, body), None))
    assert (told["type"], told["status"]) == ("error", 502)
    assert told["error"]["message"] == body.decode()
    assert "headers" not in told


def test_too_many_at_once_may_come_again() -> None:
    failure = too_many(16)
    assert (failure.kind, failure.retry_after) == (FailureKind.RATE_LIMITED, 1.0)
    assert "16" in failure.message
