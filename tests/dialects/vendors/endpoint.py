"""A vendor's endpoint as its preset describes it: what it is asked, and what it is heard to say."""

import json
from typing import Any

from app.bootstrap.dialects import DIALECTS
from app.core.conversation import Conversation, Options, Part, Text, Tool, Turn
from app.core.failure import Failure
from app.dialects.base import WireRequest
from app.dialects.provider_errors import decode_error
from app.providers.provider import Provider, build
from app.settings.schema import ProviderSettings

LS = Tool("ls", "Lists.", {"type": "object", "properties": {"path": {"type": "string"}}})


def provider(preset: str, base_url: str | None = None) -> Provider:
    """The provider that a user sets up with the preset alone."""
    return build("p", ProviderSettings(preset=preset, base_url=base_url, key="env:KEY"))


def user(*parts: Part | str) -> Turn:
    return Turn("user", tuple(Text(p) if isinstance(p, str) else p for p in parts))


def assistant(*parts: Part | str) -> Turn:
    return Turn("assistant", tuple(Text(p) if isinstance(p, str) else p for p in parts))


def sent(
    preset: str, model: str, *turns: Turn, tools: tuple[Tool, ...] = (), **options: Any
) -> WireRequest:
    """What the vendor gets of a Messages client's request."""
    chosen = Options(**{"max_tokens": 1000, "stream": True, **options})
    said = Conversation("anthropic_messages", "m", turns or (user("Hello"),), tools, chosen)
    known = provider(preset)
    return DIALECTS[known.dialect].encode_request(said, known.target(model))


def asked(preset: str, model: str, *turns: Turn, **more: Any) -> dict[str, Any]:
    """Its body."""
    body: dict[str, Any] = json.loads(sent(preset, model, *turns, **more).body)
    return body


def error(status: int, body: Any) -> Failure:
    """What an error answer means."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return decode_error(status, {}, raw)
