"""The knobs of a request, as far as the target has them."""

import hashlib
import re

from app.core.conversation import Conversation, OutputFormat, Reasoning
from app.core.failure import Failure, FailureKind, Refused
from app.core.loss import Weight
from app.dialects.openai_responses.notes import Json, Notes
from app.dialects.openai_responses.response import text_format
from app.dialects.openai_responses.wire import NAME
from app.dialects.schema_cleaner import answer_schema, fits_strict

_LEAST_OUTPUT = 16  # tokens; OpenAI refuses a lower limit
_USER_LIMIT = 64  # characters of user and safety_identifier at OpenAI
_NOT_A_NAME = re.compile(r"[^a-zA-Z0-9_-]")
_RANKS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
_ENCRYPTED = "reasoning.encrypted_content"

# Fields of foreign clients that steer nothing in the answer.
_MARKERS = frozenset(
    {"metadata", "context_management", "safeguards", "cache_control", "diagnostics"}
    | {"anthropic-beta", "anthropic-version", "output_config", "thinking", "stream_options"}
    | {"store"}
)


def limits(conversation: Conversation, body: Json, notes: Notes) -> None:
    """Write the output limit; this wire has no stop sequences."""
    options, traits = conversation.options, notes.target.traits
    asked, ceiling = options.max_tokens, traits.max_output_tokens
    if asked is not None:
        if ceiling is not None and asked > ceiling:
            notes.lose("max_tokens", "option", f"{asked} lowered to {ceiling}", "max_tokens")
            asked = ceiling
        if asked < _LEAST_OUTPUT:
            note = f"{asked} raised to {_LEAST_OUTPUT}, the least here"
            notes.lose("max_tokens", "option", note, "max_tokens")
        body["max_output_tokens"] = max(asked, _LEAST_OUTPUT)
    if options.stop:
        notes.lose("stop", "option", "left out: the target takes no stop sequences", "stop")


def sampling(conversation: Conversation, body: Json, notes: Notes) -> None:
    """Write temperature and top_p: of sampling this wire has no more."""
    options, traits = conversation.options, notes.target.traits
    given = (
        ("temperature", options.temperature, traits.temperature),
        ("top_p", options.top_p, traits.top_p),
        ("top_k", options.top_k, False),
        ("presence_penalty", options.presence_penalty, False),
        ("frequency_penalty", options.frequency_penalty, False),
        ("seed", options.seed, False),
    )
    for name, value, taken in given:
        if value is None:
            continue
        if taken:
            body[name] = value
        else:
            notes.lose(name, "option", "left out: the target does not take it", name)


def reasoning(conversation: Conversation, body: Json, notes: Notes) -> None:
    """Write `reasoning`, and ask for what must come back on the next turn.

    `store` is off: the conversation is the client's, and travels with each request.
    """
    own = conversation.sidecar.towards(NAME) if conversation.sidecar is not None else {}
    wanted = conversation.options.reasoning
    wire: Json = {}
    thinks = notes.target.traits.reasoning != "none"
    if not thinks and not notes.own:
        # What these models answer to the field, and to `include`, is a 400.
        if wanted is not None and _effort(wanted) not in (None, "none", "minimal"):
            notes.lose("reasoning", "option", "left out: the target has no knob", "reasoning")
        wanted = None
    if wanted is not None:
        effort = _effort(wanted)
        written = effort if notes.own else _known(effort, notes)
        if written is not None and written != effort:
            notes.lose("effort", "marker", f"{effort} became {written}", "reasoning")
        if written is not None:
            wire["effort"] = written
        off = effort in ("none", "minimal") or wanted.mode == "off"
        if not notes.own and not off and wanted.display != "omitted":
            wire["summary"] = "auto"
    extra = own.get("reasoning")
    if isinstance(extra, dict):
        wire |= extra
    if wire:
        body["reasoning"] = wire
    body["store"] = own.get("store", True) if notes.own else False
    if thinks and not notes.own:
        body["include"] = [_ENCRYPTED]


def _effort(wanted: Reasoning) -> str | None:
    if wanted.mode == "off":
        return "none"
    if wanted.effort is not None or wanted.budget is None:
        return wanted.effort
    if wanted.budget < 4096:
        return "low"
    return "medium" if wanted.budget < 16_384 else "high"


def _known(effort: str | None, notes: Notes) -> str | None:
    """The target's strongest level that is not above `effort`, else its weakest."""
    known = notes.target.traits.efforts
    if effort is None or effort in known:
        return effort
    if effort not in _RANKS or not known:
        return None
    rank = _RANKS.index(effort)
    below = [level for level in known if level in _RANKS and _RANKS.index(level) <= rank]
    return below[-1] if below else known[0]


def output_format(conversation: Conversation, body: Json, notes: Notes) -> None:
    """Write `text`: the form of the answer, and how wordy it shall be."""
    wanted = conversation.options.output_format
    own = conversation.sidecar.towards(NAME) if conversation.sidecar is not None else {}
    verbosity = conversation.options.verbosity
    wire: Json = {}
    if verbosity is not None and (notes.own or notes.target.traits.verbosity):
        wire["verbosity"] = verbosity
    elif verbosity is not None:
        notes.lose("verbosity", "option", "left out: the target does not take it", "verbosity")
    wire |= own.get("text", {})
    form = text_format(wanted)
    if wanted is not None and wanted.schema is not None and form is not None:
        form["schema"] = answer_schema(wanted.schema, notes.target.traits.schema_subset)
        form["name"] = _NOT_A_NAME.sub("_", form["name"])[:64] or "output"
        form["strict"] = _strict(wanted, notes)
        form = {name: value for name, value in form.items() if value is not None}
    if form is not None:
        wire["format"] = form
    if wire:
        body["text"] = wire


def _strict(wanted: OutputFormat, notes: Notes) -> bool | None:
    """Anthropic's structured output is always strict; OpenAI's takes fewer schemas."""
    if wanted.strict is not None or notes.own:
        return wanted.strict
    return fits_strict(wanted.schema)


def identity(conversation: Conversation, body: Json, notes: Notes) -> None:
    """Write who asks, the cache key of the session and the service tier."""
    options, traits = conversation.options, notes.target.traits
    if options.user is not None:
        field = traits.user_field or ("user" if notes.own else None)
        if field is None:
            notes.lose("user", "marker", "left out: the target takes no user", "user")
        elif notes.own and len(options.user) <= _USER_LIMIT:
            body[field] = options.user
        else:
            # Claude Code's is longer than 64 characters and names the device and the account.
            raw = options.user.encode("utf-8", "surrogatepass")
            body[field] = hashlib.sha256(raw).hexdigest()
    if options.session is not None:
        if notes.own or traits.prompt_cache_key:
            body["prompt_cache_key"] = options.session
        elif options.session not in (options.user or ""):  # else it is no field of its own
            notes.lose("prompt_cache_key", "marker", "left out", "prompt_cache_key")
    tier = options.service_tier
    if tier is not None:
        tier = tier if notes.own else {"standard_only": "default"}.get(tier, tier)
        if notes.own or traits.service_tier:
            body["service_tier"] = tier
        else:
            notes.lose("service_tier", "option", "left out", "service_tier")


def others(conversation: Conversation, body: Json, notes: Notes) -> None:
    """Write the client's own further fields; expects everything else but `input` in the body."""
    sidecar = conversation.sidecar
    if sidecar is None:
        return
    if sidecar.origin.dialect == NAME:
        for name, value in sidecar.data.items():
            body.setdefault(name, value)
        return
    _refuse_remote_tools(sidecar.data.get("mcp_servers"))
    for name in sidecar.data:
        weight: Weight = "marker" if name in _MARKERS else "option"
        notes.lose(name, weight, "left out: the target knows no such field", name)


def _refuse_remote_tools(servers: object) -> None:
    if isinstance(servers, list) and servers:
        message = (
            "mcp_servers: only Anthropic connects to MCP servers by itself. Let your client "
            "connect to them, or choose an Anthropic model."
        )
        raise Refused(Failure(FailureKind.UNSUPPORTED, message, status=400, param="mcp_servers"))
