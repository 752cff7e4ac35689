"""The knobs of a request, as far as the target has them."""

from collections.abc import Mapping

from app.core.conversation import Conversation
from app.core.failure import Failure, FailureKind, Refused
from app.core.loss import Weight
from app.dialects.gemini.notes import Json, Notes, dumped, merged
from app.dialects.gemini.wire import NAME
from app.dialects.schema_cleaner import answer_schema

# Fields of foreign clients that steer nothing in the answer.
_MARKERS = frozenset(
    {"metadata", "context_management", "safeguards", "cache_control", "diagnostics"}
    | {"anthropic-beta", "anthropic-version", "output_config", "thinking", "stream_options"}
    | {"store", "include", "client_metadata"}
)
_TIERS = {"default": "standard", "standard_only": "standard", "standard": "standard"}


def limits(conversation: Conversation, config: Json, notes: Notes) -> None:
    """Write the output limit, which includes thinking, and the stop sequences."""
    options, traits = conversation.options, notes.target.traits
    asked, ceiling = options.max_tokens, traits.max_output_tokens
    if asked is not None:
        if ceiling is not None and asked > ceiling:
            notes.lose("max_tokens", "option", f"{asked} lowered to {ceiling}", "max_tokens")
            asked = ceiling
        config["maxOutputTokens"] = max(asked, 1)  # 0 asks Anthropic to warm its cache only
    stops, most = list(options.stop), traits.stop_limit
    if most is not None and len(stops) > most:
        notes.lose("stop", "option", f"the target takes {most} of {len(stops)}", "stop")
        stops = stops[:most]
    if stops:
        config["stopSequences"] = stops


def sampling(conversation: Conversation, config: Json, notes: Notes) -> None:
    """Write temperature, topP, topK, the penalties and the seed."""
    options, traits = conversation.options, notes.target.traits
    given = (
        ("temperature", "temperature", options.temperature, traits.temperature),
        ("top_p", "topP", options.top_p, traits.top_p),
        ("top_k", "topK", options.top_k, traits.top_k),
        ("presence_penalty", "presencePenalty", options.presence_penalty, traits.penalties),
        ("frequency_penalty", "frequencyPenalty", options.frequency_penalty, traits.penalties),
        ("seed", "seed", options.seed, traits.seed),
        ("verbosity", "", options.verbosity, False),
    )
    for name, wire, value, taken in given:
        if value is None:
            continue
        if not taken:
            notes.lose(name, "option", "left out: the target does not take it", name)
            continue
        config[wire] = value
    highest = traits.temperature_max
    if config.get("temperature", 0) > highest:
        note = f"{config['temperature']} lowered to {highest}"
        notes.lose("temperature", "option", note, "temperature")
        config["temperature"] = highest


def output_format(
    conversation: Conversation, config: Json, notes: Notes, *, tools: bool
) -> str | None:
    """Write the answer's form; gives it in words where the target cannot be told otherwise.

    `tools` tells whether the request has any.
    """
    wanted = conversation.options.output_format
    if wanted is None:
        return None
    if wanted.description is not None:
        notes.lose("description", "marker", "left out", "response_format")
    traits = notes.target.traits
    beside = not tools or traits.json_beside_tools or notes.own
    if beside:
        config["responseMimeType"] = "application/json"
    if wanted.schema is None:
        if beside:
            return None
        _told_in_words(notes)
        return "Answer with one JSON value and nothing else: no words around it, no code fence."
    if beside and traits.json_schema:
        schema = answer_schema(wanted.schema, traits.schema_subset)
        own = _own(conversation).get("generationConfig")
        if isinstance(own, Mapping) and "responseSchema" in own:
            return None  # the client's own form
        full = traits.schema_subset == "full"
        config["responseJsonSchema" if full else "responseSchema"] = schema
        return None
    _told_in_words(notes)
    return (
        "Answer with one JSON value and nothing else: no words around it, no code fence. "
        f"It must fit this JSON schema: {dumped(wanted.schema).decode()}"
    )


def _told_in_words(notes: Notes) -> None:
    notes.lose("response_format", "option", "the form is told in words", "response_format")


def identity(conversation: Conversation, body: Json, notes: Notes) -> None:
    """Write the service tier; this wire takes neither user nor session."""
    options = conversation.options
    if options.user is not None:
        notes.lose("user", "marker", "left out: the target takes no user", "user")
    if options.session is not None and options.session not in (options.user or ""):
        notes.lose("prompt_cache_key", "marker", "left out", "prompt_cache_key")
    tier = options.service_tier
    if tier is None or tier == "auto":
        return
    if notes.own or notes.target.traits.service_tier:
        body["serviceTier"] = tier if notes.own else _TIERS.get(tier, tier)
    else:
        notes.lose("service_tier", "option", "left out", "service_tier")


def others(conversation: Conversation, body: Json, notes: Notes) -> None:
    """Write the client's own further fields; expects everything else but `contents` in the body."""
    sidecar = conversation.sidecar
    if sidecar is None:
        return
    if sidecar.origin.dialect == NAME:
        extra = {name: item for name, item in sidecar.data.items() if name != "toolConfig"}
        for name, item in merged(body, extra).items():
            body[name] = item
        return
    _refuse_remote_tools(sidecar.data.get("mcp_servers"))
    for name in sidecar.data:
        weight: Weight = "marker" if name in _MARKERS else "option"
        notes.lose(name, weight, "left out: the target knows no such field", name)


def _own(conversation: Conversation) -> Mapping[str, object]:
    return conversation.sidecar.towards(NAME) if conversation.sidecar is not None else {}


def _refuse_remote_tools(servers: object) -> None:
    if isinstance(servers, list) and servers:
        message = (
            "mcp_servers: only Anthropic connects to MCP servers by itself. Let your client "
            "connect to them, or choose an Anthropic model."
        )
        raise Refused(Failure(FailureKind.UNSUPPORTED, message, status=400, param="mcp_servers"))
