"""The knobs of a request, as far as the target has them."""

import hashlib
import re

from app.core.conversation import Conversation, OutputFormat
from app.core.failure import Failure, FailureKind, Refused
from app.core.loss import Weight
from app.dialects.openai_chat.notes import Json, Notes, dumped
from app.dialects.openai_chat.wire import NAME
from app.dialects.schema_cleaner import answer_schema, fits_strict

_USER_LIMIT = 64  # characters of user and safety_identifier at OpenAI
_NOT_A_NAME = re.compile(r"[^a-zA-Z0-9_-]")

# Fields of foreign clients that steer nothing in the answer.
_MARKERS = frozenset(
    {"metadata", "context_management", "safeguards", "cache_control", "diagnostics"}
    | {"anthropic-beta", "anthropic-version", "output_config", "thinking"}
    | {"store", "include", "client_metadata"}
)
_LOGPROBS = frozenset({"logprobs", "top_logprobs"})


def streaming(body: Json, notes: Notes) -> None:
    """Ask for a stream, and for its usage also where the client does not want to see it."""
    body["stream"] = True
    if notes.target.traits.stream_usage:
        body["stream_options"] = {"include_usage": True}


def limits(conversation: Conversation, body: Json, notes: Notes) -> None:
    """Write the output limit and the stop sequences."""
    options, traits = conversation.options, notes.target.traits
    asked, ceiling = options.max_tokens, traits.max_output_tokens
    if asked is not None:
        if ceiling is not None and asked > ceiling:
            notes.lose("max_tokens", "option", f"{asked} lowered to {ceiling}", "max_tokens")
            asked = ceiling
        body[traits.max_tokens_field] = max(asked, 1)  # 0 asks Anthropic to warm its cache only
    stops, most = list(options.stop), traits.stop_limit
    if most is not None and len(stops) > most:
        notes.lose("stop", "option", f"the target takes {most} of {len(stops)}", "stop")
        stops = stops[:most]
    if stops:
        body["stop"] = stops


def sampling(conversation: Conversation, body: Json, notes: Notes) -> None:
    """Write temperature, top_p, top_k, the penalties and the seed."""
    options, traits = conversation.options, notes.target.traits
    given = (
        ("temperature", options.temperature, traits.temperature),
        ("top_p", options.top_p, traits.top_p),
        ("top_k", options.top_k, traits.top_k),
        ("presence_penalty", options.presence_penalty, traits.penalties),
        ("frequency_penalty", options.frequency_penalty, traits.penalties),
        ("seed", options.seed, traits.seed),
    )
    for name, value, taken in given:
        if value is None:
            continue
        if not taken:
            notes.lose(name, "option", "left out: the target does not take it", name)
            continue
        if name == "temperature" and value > traits.temperature_max:
            notes.lose(name, "option", f"{value} lowered to {traits.temperature_max}", name)
            value = traits.temperature_max
        body[name] = value


def identity(conversation: Conversation, body: Json, notes: Notes) -> None:
    """Write who asks, the cache key of the session and the service tier."""
    options, traits = conversation.options, notes.target.traits
    if options.user is not None:
        if traits.user_field is None:
            notes.lose("user", "marker", "left out: the target takes no user", "user")
        elif notes.from_chat and len(options.user) <= _USER_LIMIT:
            body[traits.user_field] = options.user
        else:
            # Claude Code's is longer than 64 characters and names the device and the account.
            raw = options.user.encode("utf-8", "surrogatepass")
            body[traits.user_field] = hashlib.sha256(raw).hexdigest()
    if options.session is not None:
        if traits.prompt_cache_key:
            body["prompt_cache_key"] = options.session
        elif options.session not in (options.user or ""):  # else it is no field of its own
            notes.lose("prompt_cache_key", "marker", "left out", "prompt_cache_key")
    tier = options.service_tier
    if tier is not None:
        tier = tier if notes.from_chat else {"standard_only": "default"}.get(tier, tier)
        if traits.service_tier:
            body["service_tier"] = tier
        else:
            notes.lose("service_tier", "option", "left out", "service_tier")


def output_format(conversation: Conversation, body: Json, notes: Notes) -> str | None:
    """Write `response_format`; gives the schema in words where the target takes none."""
    wanted = conversation.options.output_format
    if wanted is None:
        return None
    if wanted.schema is None:
        body["response_format"] = {"type": "json_object"}
        return None
    traits = notes.target.traits
    if not traits.json_schema:
        notes.lose("response_format", "option", "the schema is told in words", "response_format")
        body["response_format"] = {"type": "json_object"}
        return (
            "Answer with one JSON object and nothing else: no words around it, no code fence. "
            f"It must fit this JSON schema: {dumped(wanted.schema).decode()}"
        )
    schema = answer_schema(wanted.schema, traits.schema_subset)
    wire: Json = {"name": _NOT_A_NAME.sub("_", wanted.name or "output")[:64] or "output"}
    if wanted.description is not None:
        wire["description"] = wanted.description
    wire["schema"] = schema
    strict = _strict(wanted, notes)
    if strict is not None:
        wire["strict"] = strict
    body["response_format"] = {"type": "json_schema", "json_schema": wire}
    return None


def _strict(wanted: OutputFormat, notes: Notes) -> bool | None:
    """Anthropic's structured output is always strict; OpenAI's takes fewer schemas."""
    if wanted.strict is not None or notes.from_chat:
        return wanted.strict
    return True if fits_strict(wanted.schema) else None


def others(conversation: Conversation, body: Json, notes: Notes) -> None:
    """Write the client's own further fields; expects everything else but messages in the body."""
    sidecar, traits = conversation.sidecar, notes.target.traits
    verbosity = conversation.options.verbosity
    if verbosity is not None:
        if notes.from_chat or traits.verbosity:
            body["verbosity"] = verbosity
        else:
            notes.lose("verbosity", "option", "left out: the target does not take it", "verbosity")
    if sidecar is None:
        return
    if sidecar.origin.dialect != NAME:
        _refuse_remote_tools(sidecar.data.get("mcp_servers"))
        for name in sidecar.data:
            weight: Weight = "marker" if name in _MARKERS else "option"
            notes.lose(name, weight, "left out: the target knows no such field", name)
        return
    refused: set[str] = set()
    refused |= set() if traits.penalties else {"logit_bias"}
    refused |= frozenset() if traits.logprobs else _LOGPROBS
    for name, value in sidecar.data.items():
        if name in refused:
            notes.lose(name, "option", "left out: the target does not take it", name)
        elif isinstance(value, dict) and isinstance(body.get(name), dict):
            body[name] = {**value, **body[name]}
        elif name != "stream_options":
            body.setdefault(name, value)


def _refuse_remote_tools(servers: object) -> None:
    if isinstance(servers, list) and servers:
        message = (
            "mcp_servers: only Anthropic connects to MCP servers by itself. Let your client "
            "connect to them, or choose an Anthropic model."
        )
        raise Refused(Failure(FailureKind.UNSUPPORTED, message, status=400, param="mcp_servers"))
