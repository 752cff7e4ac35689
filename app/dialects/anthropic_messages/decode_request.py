"""A client's Messages request into a conversation."""

from collections.abc import Mapping
from typing import Any

from app.core.conversation import Conversation, Opaque, Part, Role, Text, Turn
from app.core.sidecar import Sidecar
from app.dialects import wire_json
from app.dialects.anthropic_messages import fields
from app.dialects.anthropic_messages.carried import opened
from app.dialects.anthropic_messages.decode_options import options
from app.dialects.anthropic_messages.decode_parts import parts
from app.dialects.anthropic_messages.decode_tools import tools
from app.dialects.anthropic_messages.search_blocks import linked
from app.dialects.anthropic_messages.wire import NAME, ORIGIN
from app.dialects.base import ClientCall

_KNOWN = frozenset(
    {
        "model",
        "messages",
        "system",
        "max_tokens",
        "temperature",
        "top_p",
        "top_k",
        "stop_sequences",
        "stream",
        "tools",
        "tool_choice",
        "thinking",
        "output_config",
        "output_format",
        "metadata",
        "service_tier",
        # Headers, which the sidecar keeps beside the fields: a body cannot pose as them.
        "anthropic-beta",
        "anthropic-version",
    }
)
_TURN = frozenset({"role", "content"})
_ROLES: dict[str, Role] = {"user": "user", "assistant": "assistant", "system": "system"}
COUNT_PATH = "messages/count_tokens"
_BILLING = "x-anthropic-billing-header:"


def decode_request(call: ClientCall) -> Conversation:
    """What the client asks for.

    Unknown fields, betas and block types are kept for a target of the same dialect, never refused:
    Claude Code 2.1.329 answers a 400 with five more requests. Raises `Refused` (BAD_REQUEST) that
    names the field where a type is wrong or `model`, `max_tokens` or `messages` is missing.
    """
    body = wire_json.load_request(call.body)
    model = fields.text(body.get("model"), "model")
    if not model:
        fields.refuse("model", "String should have at least 1 character")
    if call.path == COUNT_PATH:
        body.setdefault("max_tokens", 0)  # a count has no answer that could be limited
    found, rest = options(body, call.headers)
    kept = {key: value for key, value in body.items() if key not in _KNOWN} | rest
    return Conversation(
        NAME,
        model,
        _turns(body, call.seal),
        tools(body.get("tools")),
        found,
        _sidecar(kept, call),
    )


def _turns(body: Mapping[str, Any], seal: bytes) -> tuple[Turn, ...]:
    messages = body.get("messages")
    if messages is None:
        fields.refuse("messages", "Field required")
    if not fields.items(messages, "messages"):
        fields.refuse("messages", "at least one message is required")
    turns = []
    instructions = parts(body.get("system"), "system")
    if instructions:
        turns.append(Turn("system", _without_billing(instructions)))
    for index, value in enumerate(messages):
        where = f"messages.{index}"
        message = fields.mapping(value, where)
        role = _ROLES.get(fields.text(message.get("role"), f"{where}.role"))
        if role is None:
            fields.refuse(f"{where}.role", "Input should be 'user', 'assistant' or 'system'")
        content = message.get("content")
        if content is None:
            fields.refuse(f"{where}.content", "Field required")
        extra = None if message.keys() <= _TURN else fields.rest(message, _TURN)
        said = linked(opened(parts(content, f"{where}.content"), seal), seal)
        turns.append(Turn(role, said, extra))
    return tuple(turns)


def _without_billing(instructions: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts with Claude Code's billing header set apart from the instructions.

    It differs from conversation to conversation, which spoils every other provider's prefix cache.
    """
    if not any(isinstance(part, Text) and part.text.startswith(_BILLING) for part in instructions):
        return instructions
    result: list[Part] = []
    for part in instructions:
        if not isinstance(part, Text) or not part.text.startswith(_BILLING):
            result.append(part)
            continue
        line, newline, words = part.text.partition("\n")
        block: dict[str, Any] = {"type": "text", "text": line + newline}
        if words.strip():
            result.append(Opaque("billing_header", "", Sidecar(ORIGIN, block)))
            result.append(Text(words, part.cache, part.sidecar))
            continue
        block["text"] = part.text
        if part.cache is not None:
            block["cache_control"] = {"type": "ephemeral"}
            if part.cache.ttl is not None:
                block["cache_control"]["ttl"] = part.cache.ttl
        if part.sidecar is not None:
            block.update(part.sidecar.data)
        result.append(Opaque("billing_header", "", Sidecar(ORIGIN, block)))
    return tuple(result)


def _sidecar(kept: dict[str, Any], call: ClientCall) -> Sidecar | None:
    """The other top-level fields and the headers that matter to an Anthropic target.

    An empty "anthropic-beta" marks a client that asked for the beta form of the answer through
    `?beta=true` alone; an empty header is never sent.
    """
    beta = call.headers.get("anthropic-beta")
    if beta is None and call.query.get("beta", "").lower() == "true":
        beta = ""
    if beta is not None:
        kept["anthropic-beta"] = beta
    version = call.headers.get("anthropic-version")
    if version:
        kept["anthropic-version"] = version
    return Sidecar(ORIGIN, kept) if kept else None
