"""The messages of /ws/chat, and which requests of a connection have not ended.

A client sends `{"id": ID, "request": {...}}`, a body of Chat Completions, and to end one
`{"id": ID, "cancel": true}`. It is sent `{"id": ID, "chunk": {...}}` for each chunk of the answer
(`{"id": ID, "response": {...}}` for a whole one, where the request says `"stream": false`), and
then exactly one end: `{"id": ID, "done": true, "usage": {...}}` or `{"id": ID, "error": {...}}`.
What belongs to no request has the id null.
"""

from dataclasses import dataclass
from typing import Any

from app.core.failure import Failure, FailureKind
from app.dialects.wire_json import dump, load
from app.gateway.destination import Whole

LONGEST_ID = 128
_DONE = b"[DONE]"


@dataclass(slots=True, eq=False)
class Start:
    """A request, which has not ended from now on; `usage` is what is known of that so far."""

    id: str
    body: bytes
    usage: Any = None


@dataclass(frozen=True, slots=True)
class Cancel:
    """The wish that a request ends; it may have ended meanwhile."""

    id: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """A message that is no request; `id` is None where nobody can be told by name."""

    failure: Failure
    id: str | None = None


class ChatFrames:
    """One connection's requests. Each that is started ends once, and says nothing after that."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._running: dict[str, Start] = {}

    def take(self, message: bytes | None) -> Start | Cancel | Complaint:
        """What a client's message means; a binary one is None."""
        if message is None:
            return _wrong("Send JSON in text messages, not binary ones.")
        try:
            value = load(message)
        except ValueError as error:
            return _wrong(f"The message is not valid JSON: {error}.")
        if not isinstance(value, dict):
            return _wrong("The message must be a JSON object.")
        name = value.get("id")
        if not (isinstance(name, str) and 0 < len(name) <= LONGEST_ID):
            return _wrong(f"id: a text of 1 to {LONGEST_ID} characters is expected.", "id")
        if value.get("cancel") is True:
            return Cancel(name)
        if name in self._running:
            return _wrong(f"id: '{name}' is the id of a request that has not ended.", "id")
        request = value.get("request")
        if not isinstance(request, dict):
            return _wrong("request: a body of Chat Completions is expected.", "request", name)
        if len(self._running) >= self._most:
            message_ = f"This connection has {self._most} requests in flight, which is its limit."
            failure = Failure(FailureKind.RATE_LIMITED, message_, retry_after=1.0)
            return Complaint(failure, name)
        start = self._running[name] = Start(name, dump(_streamed(request)))
        return start

    def event(self, start: Start, data: bytes) -> bytes | None:
        """The message for an event's data of a request's stream; None where it says nothing."""
        if not self._runs(start) or data == _DONE:
            return None
        if b'"usage"' in data or b'"error"' in data:
            try:
                value = load(data)
            except ValueError:
                value = None
            if isinstance(value, dict):
                if isinstance(value.get("error"), dict):
                    return self._end(start, {"error": value["error"]})
                if value.get("usage"):
                    start.usage = value["usage"]
                    if not value.get("choices"):
                        return None
        return b'{"id":%b,"chunk":%b}' % (dump(start.id), data)

    def response(self, start: Start, told: Whole) -> list[bytes]:
        """The messages for a whole answer, or for a refusal: the last of them is the end."""
        if not self._runs(start):
            return []
        if told.status != 200:
            return [self._end(start, {"error": detail(told)})]
        try:
            start.usage = load(told.body).get("usage")
        except (ValueError, AttributeError):
            start.usage = None
        return [b'{"id":%b,"response":%b}' % (dump(start.id), told.body), *self.done(start)]

    def done(self, start: Start) -> list[bytes]:
        """The end of a request that has none yet."""
        return [self._end(start, _ended(start))] if self._runs(start) else []

    def cancelled(self, name: str) -> list[bytes]:
        """The end of a request that its client gave up; nothing where it has ended."""
        start = self._running.get(name)
        return [] if start is None else [self._end(start, {**_ended(start), "cancelled": True})]

    def _runs(self, start: Start) -> bool:
        return self._running.get(start.id) is start

    def _end(self, start: Start, said: dict[str, Any]) -> bytes:
        del self._running[start.id]
        return dump({"id": start.id, **said})


def _ended(start: Start) -> dict[str, Any]:
    return {"done": True, "usage": start.usage}


def complaint(name: str | None, told: Whole) -> bytes:
    """The message about what is no request."""
    return dump({"id": name, "error": detail(told)})


def detail(told: Whole) -> dict[str, Any]:
    """The error of a refusal, with its status and when to try again."""
    try:
        found = load(told.body)["error"]
    except (ValueError, KeyError, TypeError):
        found = None
    if not isinstance(found, dict):
        text = told.body.decode("utf-8", "replace")[:1000]
        found = {"message": text, "type": "server_error", "param": None, "code": None}
    known = {name.lower(): value for name, value in told.headers.items()}
    wait = known.get("retry-after", "")
    later = {"retry_after": int(wait)} if wait.isascii() and wait.isdigit() else {}
    return {**found, "status": told.status, **later}


def _streamed(request: dict[str, Any]) -> dict[str, Any]:
    """The body as it is asked: in chunks unless it says otherwise, and with usage at their end."""
    if request.get("stream") is False:
        return request
    options = request.get("stream_options")
    options = options if isinstance(options, dict) else {}
    return {**request, "stream": True, "stream_options": {**options, "include_usage": True}}


def _wrong(message: str, param: str | None = None, name: str | None = None) -> Complaint:
    failure = Failure(FailureKind.BAD_REQUEST, message, param=param, retryable=False)
    return Complaint(failure, name)
