"""Chat Completions requests, written and read in a line, for tests."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.core.conversation import Conversation, Options, Part, Text, Turn
from app.core.failure import Failure, Refused
from app.core.loss import Loss
from app.core.traits import Target, Traits
from app.dialects.base import ClientCall, WireRequest
from app.dialects.openai_chat.decode_request import decode_request
from app.dialects.openai_chat.encode_request import encode_request

NAME = "openai_chat"
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


def messages(*turns: Turn, client: str = MESSAGES, **traits: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = encoded(conversation(*turns, client=client), **traits)["messages"]
    return found


def losses(said: Conversation, **traits: Any) -> list[tuple[str, str]]:
    """What was lost, and how much it weighs."""
    return [(loss.what, loss.weight) for loss in wire(said, **traits).losses]


def loss(said: Conversation, what: str, **traits: Any) -> Loss:
    """The one loss of `what`."""
    (found,) = [loss for loss in wire(said, **traits).losses if loss.what == what]
    return found


def decoded(**fields: Any) -> Conversation:
    """What a client asks with these fields, and a model and a message where they name none."""
    body = {"model": "m", "messages": [{"role": "user", "content": "Hello"}], **fields}
    return decode_request(ClientCall(json.dumps(body).encode()))


def said(*found: dict[str, Any]) -> tuple[Turn, ...]:
    """The turns of these messages."""
    return decoded(messages=list(found)).turns


def refusal(call: Callable[[], object]) -> Failure:
    """The failure that `call` is refused with."""
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.failure
