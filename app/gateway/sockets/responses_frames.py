"""The messages of Responses over a WebSocket, as OpenAI's guide to it has them (2026-11).

A client sends `{"type": "response.create", ...}`: a request's body, and beside it `stream_id` (the
lane: one after the other within it) and `generate` (false: only remember this). Each event of the
answer is a message; a request that gets none is told `{"type": "error", "status", "error"}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.failure import Failure, FailureKind, Refused
from app.dialects.wire_json import dump, load
from app.gateway.destination import Whole

_ENVELOPE = frozenset({"type", "stream_id", "generate", "stream", "background"})
# Codex 0.169.0 tells with it that it has read an answer.
_UNANSWERED = frozenset({"response.processed"})
_LONGEST_LANE = 256
# Of an error's headers, those that steer a client's next try.
_STEERING = ("retry-after", "retry-after-ms", "x-should-retry", "x-request-id")


@dataclass(frozen=True, slots=True)
class Create:
    """A request: its `body` as POST /v1/responses would have it, streamed, and its lane.

    `generate` false only wants the conversation remembered.
    """

    body: bytes
    lane: str | None = None
    generate: bool = True


class Misread(Exception):  # noqa: N818 - it says what happened to the message
    """A message that is no request; `lane` is where its sender waits."""

    def __init__(self, failure: Failure, lane: str | None = None) -> None:
        super().__init__(failure.message)
        self.failure = failure
        self.lane = lane


def read(message: bytes | None) -> Create | None:
    """The request in a message, None where it wants no answer. A binary message is None.

    Raises `Misread`.
    """
    if message is None:
        raise Misread(_bad("Send JSON in text messages, not binary ones."))
    try:
        value = load(message)
    except ValueError as error:
        raise Misread(_bad(f"The message is not valid JSON: {error}.")) from None
    if not isinstance(value, dict):
        raise Misread(_bad("The message must be a JSON object."))
    lane = value.get("stream_id")
    if lane is not None and not (isinstance(lane, str) and 0 < len(lane) <= _LONGEST_LANE):
        message_ = f"stream_id: a text of 1 to {_LONGEST_LANE} characters is expected."
        raise Misread(_bad(message_, "stream_id"))
    kind = value.get("type")
    if kind in _UNANSWERED:
        return None
    try:
        return _create(value, kind, lane)
    except Refused as refused:
        raise Misread(refused.failure, lane) from None


def _create(value: Mapping[str, Any], kind: Any, lane: str | None) -> Create:
    if kind != "response.create":
        shown = kind[:80] if isinstance(kind, str) else kind
        text = f"Invalid value: '{shown}'. Supported values are: 'response.create'."
        raise Refused(_bad(text, "type"))
    if value.get("background") is True:
        text = "background: an answer over a WebSocket cannot be made in the background."
        raise Refused(
            Failure(FailureKind.UNSUPPORTED, text, code="unsupported_parameter", param="background")
        )
    generate = value.get("generate")
    if generate not in (None, True, False):
        raise Refused(_bad("generate: Input should be true or false.", "generate"))
    body = {name: given for name, given in value.items() if name not in _ENVELOPE}
    return Create(dump({**body, "stream": True}), lane, generate is not False)


def event(data: bytes, lane: str | None) -> bytes:
    """An event's data as a message; the events of a named lane say its name."""
    if lane is None or not data.startswith(b"{"):
        return data
    return b'{"stream_id":' + dump(lane) + (b"," if data[1:2] != b"}" else b"") + data[1:]


def error(told: Whole, lane: str | None) -> bytes:
    """A refusal, in the client's own format, as a message."""
    try:
        value = load(told.body)
        detail = value["error"] if isinstance(value, dict) else None
    except (ValueError, KeyError):
        detail = None
    if not isinstance(detail, dict):
        text = told.body.decode("utf-8", "replace")[:1000]
        detail = {"type": "server_error", "code": None, "message": text, "param": None}
    wire: dict[str, Any] = {"type": "error", "status": told.status, "error": detail}
    known = {name.lower(): value for name, value in told.headers.items()}
    headers = {name: known[name] for name in _STEERING if name in known}
    if headers:
        wire["headers"] = headers
    return event(dump(wire), lane)


def too_many(most: int) -> Failure:
    """What is told to who has too much in flight."""
    message = f"This connection has {most} responses in flight, which is its limit."
    return Failure(FailureKind.RATE_LIMITED, message, retry_after=1.0)


def _bad(message: str, param: str | None = None) -> Failure:
    return Failure(FailureKind.BAD_REQUEST, message, param=param, retryable=False)
