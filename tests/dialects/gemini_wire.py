"""Gemini requests and answers, written and read in a line, for tests."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.core.conversation import Conversation, Options, Part, Text, Thinking, Turn
from app.core.events import Event, Failed
from app.core.failure import Failure, Refused
from app.core.fold import Answer, fold
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target, Traits
from app.dialects.base import WireRequest
from app.dialects.gemini.encode_request import encode_request
from app.dialects.gemini.stream_decoder import GeminiStreamDecoder

NAME = "gemini"
MESSAGES = "anthropic_messages"
MODEL = "gemini-3-pro"
SENT = WireRequest("", b"{}", Target("provider", NAME, MODEL), stream=True)
OWN = Origin(NAME, "provider", MODEL)


def user(*parts: Part | str) -> Turn:
    return Turn("user", _parts(parts))


def assistant(*parts: Part | str) -> Turn:
    return Turn("assistant", _parts(parts))


def system(*parts: Part | str) -> Turn:
    return Turn("system", _parts(parts))


def _parts(parts: tuple[Part | str, ...]) -> tuple[Part, ...]:
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


def hidden(signature: str, on: str = "next", call: str | None = None, **origin: Any) -> Thinking:
    """A signature as it travels, by default from the target of `wire`."""
    data = {"thoughtSignature": signature, "on": on}
    if call is not None:
        data["call"] = call
    minted = Origin(*({"dialect": NAME, "provider": "provider", "model": MODEL} | origin).values())
    return Thinking("", redacted=True, sidecar=Sidecar(minted, data))


def conversation(*turns: Turn, client: str = MESSAGES, **fields: Any) -> Conversation:
    """A request of `client`; `options` is a mapping of option names."""
    options = Options(**fields.pop("options", {}))
    return Conversation(client, "a-model", turns or (user("Hello"),), options=options, **fields)


def wire(said: Conversation, model: str = MODEL, **traits: Any) -> WireRequest:
    """The request for a target with these traits and otherwise the ordinary ones."""
    return encode_request(said, Target("provider", NAME, model, Traits(**traits)))


def encoded(said: Conversation, **traits: Any) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(wire(said, **traits).body)
    return body


def contents(*turns: Turn, client: str = MESSAGES, **traits: Any) -> list[dict[str, Any]]:
    """The contents of these turns."""
    found: list[dict[str, Any]] = encoded(conversation(*turns, client=client), **traits)["contents"]
    return found


def losses(said: Conversation, **traits: Any) -> list[tuple[str, str]]:
    """What was lost, and how much it weighs."""
    return [(loss.what, loss.weight) for loss in wire(said, **traits).losses]


def refusal(call: Callable[[], object]) -> Failure:
    """The failure that `call` is refused with."""
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.failure


def chunk(*parts: Any, finish: str | None = None, **extra: Any) -> dict[str, Any]:
    """One response of a stream; strings are texts."""
    said = [{"text": part} if isinstance(part, str) else part for part in parts]
    candidate: dict[str, Any] = {"content": {"parts": said, "role": "model"}, "index": 0}
    if finish is not None:
        candidate["finishReason"] = finish
    return {"candidates": [candidate], "modelVersion": MODEL, "responseId": "r1", **extra}


def call(name: str = "f", call_id: str | None = "c1", **args: Any) -> dict[str, Any]:
    """A part that calls a function."""
    inner = {"id": call_id} if call_id is not None else {}
    return {"functionCall": {**inner, "name": name, "args": args}}


def sse(*chunks: dict[str, Any] | str) -> bytes:
    """The stream of these responses; strings stand in it as they are."""
    return "".join(
        each if isinstance(each, str) else f"data: {json.dumps(each, ensure_ascii=False)}\r\n\r\n"
        for each in chunks
    ).encode()


def read(raw: bytes, size: int = 0, sent: WireRequest = SENT) -> list[Event]:
    """The events of a stream that arrives in pieces of `size` bytes."""
    decoder = GeminiStreamDecoder(sent)
    events: list[Event] = []
    for start in range(0, len(raw), size or max(len(raw), 1)):
        events += decoder.feed(raw[start : start + (size or len(raw))])
    return events + decoder.eof()


def answered(*chunks: dict[str, Any] | str, sent: WireRequest = SENT) -> Answer:
    """The answer of a stream."""
    return fold(read(sse(*chunks), sent=sent))


def failed(raw: bytes) -> Failure:
    """What a stream fails with."""
    last = read(raw)[-1]
    assert isinstance(last, Failed)
    return last.failure
