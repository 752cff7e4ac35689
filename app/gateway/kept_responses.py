"""Answers that a client may go on from by their id (`previous_response_id`), in memory only.

A provider that speaks Responses keeps its own answers; these are the ones that were translated.
Clients switch it off with `store: false`, as Codex does. Nothing of it survives a restart.
"""

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.dialects.wire_json import dump, load, load_request

LIMIT_BYTES = 32 * 1024 * 1024
LIFETIME_SECONDS = 3600.0
_PREVIOUS = b'"previous_response_id"'
_NOT_STORED = re.compile(rb'"store"\s*:\s*false')
_COMPLETED = b"event: response.completed\ndata: "


@dataclass(frozen=True, slots=True)
class _Kept:
    request: bytes  # as it was with its own history in it
    response: bytes
    at: float

    @property
    def answer(self) -> dict[str, Any]:
        value: dict[str, Any] = load(self.response)
        whole: dict[str, Any] = value.get("response", value)
        return whole

    @property
    def size(self) -> int:
        return len(self.request) + len(self.response)


class KeptResponses:
    """The latest answers, each under the client key that it belongs to; the oldest leave first."""

    def __init__(self, clock: Callable[[], float], limit: int = LIMIT_BYTES) -> None:
        self._clock = clock
        self._limit = limit
        self._kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
        self._size = 0

    def with_history(self, key_id: str, body: bytes) -> bytes:
        """The request with the conversation that it goes on from in its own `input`.

        As it was, where it names no answer, or one that is not kept here.
        """
        if _PREVIOUS not in body:
            return body
        request = load_request(body)
        kept = self._find(key_id, request.get("previous_response_id"))
        if kept is None:
            return body
        before, answer = load(kept.request), kept.answer
        del request["previous_response_id"]
        items = [*_items(before.get("input")), *answer["output"], *_items(request.get("input"))]
        return dump({**request, "input": items})

    def keep(self, key_id: str, request: bytes, response: bytes) -> None:
        """Remember the answer to `request`, whole or as the event that closed its stream.

        Not where its client asked for the contrary, and not an answer that is incomplete.
        """
        if _NOT_STORED.search(request) or not response:
            return
        kept = _Kept(request, response, self._clock())
        answer = kept.answer
        if answer["status"] != "completed" or kept.size > self._limit:
            return
        self._kept[(key_id, str(answer["id"]))] = kept
        self._size += kept.size
        while self._size > self._limit:
            _, oldest = self._kept.popitem(last=False)
            self._size -= oldest.size

    def response(self, key_id: str, response_id: str) -> dict[str, Any] | None:
        """The answer of this id, None where it is not kept."""
        kept = self._find(key_id, response_id)
        return None if kept is None else kept.answer

    def forget(self, key_id: str, response_id: str) -> bool:
        """Whether there was such an answer; there is none from now on."""
        kept = self._kept.pop((key_id, response_id), None)
        if kept is not None:
            self._size -= kept.size
        return kept is not None

    def _find(self, key_id: str, response_id: Any) -> _Kept | None:
        if not isinstance(response_id, str):
            return None
        kept = self._kept.get((key_id, response_id))
        if kept is None or self._clock() - kept.at > LIFETIME_SECONDS:
            return None
        return kept


class Closing:
    """Catches the event that closes a stream, out of what the client was sent."""

    def __init__(self) -> None:
        self.response: bytes | None = None

    def __call__(self, data: bytes) -> None:
        """Look at the next bytes; a translated stream comes in whole events."""
        place = data.rfind(_COMPLETED)
        if place >= 0:
            self.response = data[place + len(_COMPLETED) :].rstrip()


def _items(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [{"role": "user", "content": value}] if isinstance(value, str) else []
