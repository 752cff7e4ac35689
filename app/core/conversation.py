"""The neutral request: ordered turns of ordered parts, tools and options.

Order is meaning: turns, parts, tools and the keys of every mapping keep the order in which they
came, because the provider's prompt cache compares bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.core.search import Search
from app.core.sidecar import Sidecar

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class CacheMark:
    """The client asks for a cache breakpoint here; `ttl` is "5m", "1h" or None."""

    ttl: str | None = None


@dataclass(frozen=True, slots=True)
class Inline:
    """Bytes inside the request: `data` is base64 text, as it came."""

    media_type: str
    data: str


@dataclass(frozen=True, slots=True)
class Remote:
    """Bytes behind a URL, which Dragoman never fetches."""

    url: str


@dataclass(frozen=True, slots=True)
class Stored:
    """Bytes that the client uploaded to one provider before; the id means nothing elsewhere."""

    file_id: str


@dataclass(frozen=True, slots=True)
class Written:
    """A document that is plain text."""

    text: str


Source = Inline | Remote | Stored


@dataclass(frozen=True, slots=True)
class Text:
    """Words."""

    text: str
    cache: CacheMark | None = None
    sidecar: Sidecar | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; `detail` is "low", "high" or "auto" where the client said so."""

    source: Source
    detail: str | None = None
    cache: CacheMark | None = None
    sidecar: Sidecar | None = None


@dataclass(frozen=True, slots=True)
class Audio:
    """A recording; `format` is "wav" or "mp3"."""

    data: str
    format: str
    sidecar: Sidecar | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file to read: a PDF, a text, or (`source` None) a sequence of parts."""

    source: Source | Written | None
    parts: tuple["Part", ...] = ()
    title: str | None = None
    context: str | None = None
    cache: CacheMark | None = None
    sidecar: Sidecar | None = None


@dataclass(frozen=True, slots=True)
class Thinking:
    """The model's reasoning. A provider's proof of it (signature, encrypted form) is the sidecar's.

    `redacted` means that the words are hidden and only the sidecar holds them.
    """

    text: str
    redacted: bool = False
    sidecar: Sidecar | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """The model's words for why it will not answer."""

    text: str
    sidecar: Sidecar | None = None


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The model asks for a tool. `arguments` is JSON text, exactly as the model wrote it."""

    id: str
    name: str
    arguments: str
    cache: CacheMark | None = None
    sidecar: Sidecar | None = None


@dataclass(frozen=True, slots=True)
class ToolReference:
    """A deferred tool that a tool search made available."""

    name: str
    sidecar: Sidecar | None = None


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool answered; `is_error` None where the client did not say."""

    call_id: str
    parts: tuple["Part", ...]
    is_error: bool | None = None
    cache: CacheMark | None = None
    sidecar: Sidecar | None = None


@dataclass(frozen=True, slots=True)
class Opaque:
    """A part that only its origin understands: the sidecar holds the whole wire object.

    `gist` is what a reader elsewhere sees in its place, "" for nothing at all. `search` is there
    where the part is a web search: most wires have a form of their own for one.
    """

    kind: str
    gist: str
    sidecar: Sidecar
    search: Search | None = None


Part = (
    Text
    | Image
    | Audio
    | Document
    | Thinking
    | Refusal
    | ToolCall
    | ToolReference
    | ToolResult
    | Opaque
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's parts in order. Tool results belong to a user turn.

    Instructions are turns with the role "system": leading ones are the system prompt, later ones
    were inserted by the client in mid-conversation.
    """

    role: Role
    parts: tuple[Part, ...]
    sidecar: Sidecar | None = None


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that the client runs. `schema` is its arguments' JSON schema as it came.

    `deferred` tools are known but not yet offered to the model until a `ToolReference` names them.
    """

    name: str
    description: str | None
    schema: Mapping[str, Any]
    strict: bool | None = None
    deferred: bool = False
    cache: CacheMark | None = None
    sidecar: Sidecar | None = None


@dataclass(frozen=True, slots=True)
class HostedTool:
    """A tool that the provider itself runs; the sidecar holds the whole wire object.

    `kind` is the tool's plain name: "web_search", "web_fetch", "code_execution", "mcp",
    "tool_search", or the wire type where it is none of these.
    """

    kind: str
    name: str
    sidecar: Sidecar


@dataclass(frozen=True, slots=True)
class ToolChoice:
    """Which tool the model may or must call; `name` only with the mode "tool".

    `among` are the only tools that "auto" and "any" leave to it, all of them where it is empty.
    """

    mode: Literal["auto", "any", "none", "tool"]
    name: str | None = None
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reasoning:
    """How much the client wants the model to think.

    `effort` is none, minimal, low, medium, high, xhigh or max; `budget` is in tokens.
    """

    mode: Literal["off", "on", "adaptive"] | None = None
    effort: str | None = None
    budget: int | None = None
    display: str | None = None


@dataclass(frozen=True, slots=True)
class OutputFormat:
    """The answer must be JSON, freely (`schema` None) or after a schema."""

    schema: Mapping[str, Any] | None = None
    name: str | None = None
    description: str | None = None
    strict: bool | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """Everything that tunes the answer. None means that the client did not say.

    `verbosity` is low, medium or high.
    """

    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    stop: tuple[str, ...] = ()
    tool_choice: ToolChoice | None = None
    parallel_tool_calls: bool | None = None
    reasoning: Reasoning | None = None
    output_format: OutputFormat | None = None
    service_tier: str | None = None
    user: str | None = None
    session: str | None = None
    stream: bool = False
    stream_usage: bool = False
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    seed: int | None = None
    verbosity: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """One request as the client meant it.

    `model` is the client's own name for the model; `client` is the dialect that the client speaks;
    the sidecar holds the client's top-level fields (and headers that matter) that have no place
    here.
    """

    client: str
    model: str
    turns: tuple[Turn, ...]
    tools: tuple[Tool | HostedTool, ...] = ()
    options: Options = field(default_factory=Options)
    sidecar: Sidecar | None = None
