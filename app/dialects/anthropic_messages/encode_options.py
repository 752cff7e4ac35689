"""The knobs of a conversation in the words that the target's model takes."""

import hashlib
from collections.abc import Mapping
from typing import Any

from app.core.conversation import Conversation
from app.core.failure import Failure, FailureKind, Refused
from app.core.loss import Loss, Weight
from app.dialects import wire_json
from app.dialects.anthropic_messages.encode_parts import Scribe
from app.dialects.anthropic_messages.wire import DEFAULT_VERSION, NAME

# `max_tokens` is required. Where neither the client nor the target's model table tells one, this is
# what Claude Code 2.1.329 asks of a model that it does not know; every current Claude model allows
# it.
DEFAULT_MAX_TOKENS = 32_000

_USER_LIMIT = 512  # characters of metadata.user_id

# Fields of foreign clients that steer nothing in the answer.
_MARKERS = frozenset(
    {
        "metadata",
        "store",
        "include",
        "client_metadata",
        "stream_options",
        "prompt_cache_key",
        "prompt_cache_retention",
        "safety_identifier",
        "user",
        "context_management",
        "safeguards",
    }
)
_HEADERS = ("anthropic-beta", "anthropic-version")
# The kept parts of fields that other functions write.
_SHARED = ("metadata", "thinking", "output_config", *_HEADERS)

Body = dict[str, Any]


def max_tokens(conversation: Conversation, scribe: Scribe) -> int:
    """The answer's limit, never over the model's own."""
    ceiling = scribe.target.traits.max_output_tokens
    asked = conversation.options.max_tokens
    if asked is None:
        return ceiling or DEFAULT_MAX_TOKENS
    if ceiling is not None and asked > ceiling:
        scribe.lose("max_tokens", "max_tokens", "option", f"{asked} lowered to {ceiling}")
        return ceiling
    return asked


def output_format(conversation: Conversation, scribe: Scribe, body: Body) -> str | None:
    """Write `output_config.format`; where the target has none, the instruction to give instead."""
    wanted = conversation.options.output_format
    if wanted is None:
        return None
    if wanted.schema is not None and scribe.target.traits.json_schema:
        wire = {"type": "json_schema", "schema": wanted.schema}
        body["output_config"] = {**body.get("output_config", {}), "format": wire}
        if wanted.description is not None:
            scribe.lose("description", "response_format", "marker", "left out")
        return None
    scribe.lose("response_format", "response_format", "option", "asked for in words")
    words = "Answer with one JSON object and nothing else: no words around it, no code fence."
    if wanted.schema is None:
        return words
    return f"{words} It must fit this JSON schema: {wire_json.dump_text(wanted.schema)}"


def sampling(conversation: Conversation, scribe: Scribe, body: Body) -> None:
    """Write temperature, top_p and top_k as far as the model and its thinking allow.

    Penalties, a seed and how wordy the answer shall be are not asked for on this wire.
    """
    options, traits = conversation.options, scribe.target.traits
    for name in ("presence_penalty", "frequency_penalty", "seed", "verbosity"):
        if getattr(options, name) is not None:
            scribe.lose(name, name, "option", "left out: the target knows no such field")
    given: Body = {
        "temperature": options.temperature,
        "top_p": options.top_p,
        "top_k": options.top_k,
    }
    takes = {
        "temperature": traits.sampling and traits.temperature,
        "top_p": traits.sampling and traits.top_p,
        "top_k": traits.sampling,
    }
    foreign = conversation.client != NAME
    thinks = body.get("thinking", {}).get("type") in ("enabled", "adaptive")
    for name, value in given.items():
        if value is None:
            continue
        if not takes[name]:
            scribe.lose(name, name, "option", "left out: the model refuses it")
        elif foreign and thinks and not (name == "top_p" and value >= 0.95) and value != 1:
            scribe.lose(name, name, "option", "left out: not taken while the model thinks")
        elif foreign and name == "top_p" and "temperature" in body:
            scribe.lose(name, name, "option", "left out: not taken beside temperature")
        elif name == "top_k":
            body[name] = value
        else:
            if value > 1:
                scribe.lose(name, name, "option", f"{value} lowered to 1, the highest here")
            body[name] = min(value, 1)


def tool_choice(conversation: Conversation, scribe: Scribe, body: Body) -> None:
    """Write `tool_choice`; expects `tools` and `thinking` in the body where there are any."""
    options, traits = conversation.options, scribe.target.traits
    choice, parallel = options.tool_choice, options.parallel_tool_calls
    if "tools" not in body:
        if choice is not None and choice.mode != "none":
            scribe.lose("tool_choice", "tool_choice", "option", "left out: no tools are left")
        return
    if choice is None and parallel is not False:
        return
    mode = choice.mode if choice is not None else "auto"
    wire: Body = {"type": mode}
    if choice is not None and choice.mode == "tool":
        name = scribe.tool_names.get(choice.name or "", choice.name or "")
        wire["name"] = name
        if all(tool.get("name") != name for tool in body["tools"]):
            scribe.lose("tool_choice", "tool_choice", "option", f"auto: no tool {name} is left")
            wire = {"type": "auto"}
    thinks = body.get("thinking", {}).get("type") in ("enabled", "adaptive")
    if wire["type"] in ("any", "tool") and (thinks or not traits.forced_tool_choice):
        why = "while the model thinks" if thinks else "by the target"
        scribe.lose("tool_choice", "tool_choice", "option", f"auto: not taken {why}")
        wire = {"type": "auto"}
    if parallel is not None and wire["type"] != "none" and traits.parallel_tool_calls:
        wire["disable_parallel_tool_use"] = not parallel
    body["tool_choice"] = wire


def others(conversation: Conversation, scribe: Scribe, body: Body) -> None:
    """Write stop sequences, metadata, the service tier and the client's own further fields."""
    options, traits = conversation.options, scribe.target.traits
    stops = [stop for stop in options.stop if stop.strip()]
    if len(stops) < len(options.stop):
        scribe.lose("stop", "stop", "option", "blank stop sequences left out")
    if stops and traits.stop_limit == 0:
        scribe.lose("stop", "stop", "option", "left out: the target takes none")
    elif stops:
        body["stop_sequences"] = stops
    own = _own(conversation)
    metadata = own.get("metadata")
    if options.user is not None or isinstance(metadata, dict):
        extra = metadata if isinstance(metadata, dict) and traits.betas else {}
        user = {} if options.user is None else {"user_id": _user(options.user)}
        body["metadata"] = {**user, **extra}
    if options.session is not None and options.session not in (options.user or ""):
        scribe.lose("prompt_cache_key", "prompt_cache_key", "marker", "left out")
    _service_tier(conversation, scribe, body)
    for name, value in own.items():
        if name in _SHARED:
            continue
        if traits.betas or name == "cache_control":
            body[name] = value
        else:
            scribe.losses.append(_lost(name))
    foreign = conversation.sidecar
    if foreign is not None and foreign.origin.dialect != NAME:
        _refuse_many(foreign.data)
        scribe.losses += [_lost(name) for name in foreign.data]


def _lost(name: str) -> Loss:
    weight: Weight = "marker" if name in _MARKERS else "option"
    return Loss(name, name, weight, "left out: the target knows no such field")


def _refuse_many(fields: Mapping[str, Any]) -> None:
    count = fields.get("n")
    if type(count) is int and count > 1:
        raise Refused(
            Failure(
                FailureKind.UNSUPPORTED,
                "n: Anthropic models give one answer to a request. Leave n out.",
                status=400,
                param="n",
            )
        )


def _service_tier(conversation: Conversation, scribe: Scribe, body: Body) -> None:
    tier = conversation.options.service_tier
    if tier is None:
        return
    if conversation.client != NAME:
        translated = {"auto": "auto", "default": "standard_only"}.get(tier)
        if translated is None:
            scribe.lose("service_tier", "service_tier", "option", f"{tier} left out")
            return
        tier = translated
    if scribe.target.traits.betas:
        body["service_tier"] = tier
    else:
        scribe.lose("service_tier", "service_tier", "option", "left out")


def _user(user: str) -> str:
    if len(user) <= _USER_LIMIT:
        return user
    return hashlib.sha256(user.encode("utf-8", "surrogatepass")).hexdigest()


def headers(conversation: Conversation, scribe: Scribe, body: Body) -> dict[str, str]:
    """The version and the betas, never a credential."""
    own = _own(conversation)
    version = own.get("anthropic-version")
    samples = any(name in body for name in ("temperature", "top_p", "top_k"))
    if not isinstance(version, str) or samples or not scribe.target.traits.betas:
        version = DEFAULT_VERSION
    found = {"anthropic-version": version}
    beta = own.get("anthropic-beta")
    if isinstance(beta, str) and beta:
        if scribe.target.traits.betas:
            found["anthropic-beta"] = beta
        else:
            scribe.lose("anthropic-beta", "headers", "marker", "left out")
    return found


def _own(conversation: Conversation) -> Mapping[str, Any]:
    """The client's further fields, where it spoke this dialect."""
    return conversation.sidecar.towards(NAME) if conversation.sidecar is not None else {}
