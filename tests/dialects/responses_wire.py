"""Responses requests and answers, written and read in a line, for tests."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from app.core.conversation import Conversation, Options, Part, Text, Turn
from app.core.events import Event
from app.core.failure import Failure, Refused
from app.core.traits import Target, Traits
from app.dialects.base import ClientCall, Reply, WireRequest
from app.dialects.openai_responses.decode_request import decode_request
from app.dialects.openai_responses.encode_request import encode_request
from app.dialects.openai_responses.stream_encoder import ResponsesStreamEncoder

NAME = "openai_responses"
MESSAGES = "anthropic_messages"


def user(*parts: Part | str) -> Turn:
    return Turn("user", _parts(parts))


def assistant(*parts: Part | str) -> Turn:
    return Turn("assistant", _parts(parts))


def system(*parts: Part | str) -> Turn:
    return Turn("system", _parts(parts))


def _parts(parts: tuple[Part | str, ...]) -> tuple[Part, ...]:
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


def conversation(*turns: Turn, client: str = MESSAGES, **fields: Any) -> Conversation:
    """A request of `client`; `options` is a mapping of option names."""
    options = Options(**fields.pop("options", {}))
    return Conversation(client, "a-model", turns or (user("Hello"),), options=options, **fields)


def wire(said: Conversation, provider: str = "provider", **traits: Any) -> WireRequest:
    """The request for a target with these traits and otherwise the ordinary ones."""
    return encode_request(said, Target(provider, NAME, "target-model", Traits(**traits)))


def encoded(said: Conversation, **traits: Any) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(wire(said, **traits).body)
    return body


def items(*turns: Turn, client: str = MESSAGES, **traits: Any) -> list[dict[str, Any]]:
    """The input items of these turns."""
    found: list[dict[str, Any]] = encoded(conversation(*turns, client=client), **traits)["input"]
    return found


def losses(said: Conversation, **traits: Any) -> list[tuple[str, str]]:
    """What was lost, and how much it weighs."""
    return [(loss.what, loss.weight) for loss in wire(said, **traits).losses]


def decoded(**fields: Any) -> Conversation:
    """What a client asks with these fields, and a model and an input where they name none."""
    body = {"model": "m", "input": "Hello", **fields}
    return decode_request(ClientCall(json.dumps(body).encode()))


def said(*found: dict[str, Any]) -> tuple[Turn, ...]:
    """The turns of these items."""
    return decoded(input=list(found)).turns


def refusal(call: Callable[[], object]) -> Failure:
    """The failure that `call` is refused with."""
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.failure


def told(events: Iterable[Event], asked: Conversation | None = None) -> list[dict[str, Any]]:
    """The events of the stream that a client gets, which asked `asked`."""
    encoder = ResponsesStreamEncoder(Reply(asked or decoded(), "r1", 1, 7))
    raw = encoder.encode(events)
    return [json.loads(frame.partition(b"data: ")[2]) for frame in raw.split(b"\n\n")[:-1]]
