"""Which endpoint a path means, forgiving what people paste into a base URL."""

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Literal

Endpoint = Literal[
    "messages",
    "count_tokens",
    "chat_completions",
    "generate_content",
    "count_contents",
    "embed_content",
    "embeddings",
    "responses",
    "response",
    "compact",
    "chat_socket",
    "input_items",
    "cancel_response",
    "conversations",
    "models",
    "model",
    "health",
    "ready",
    "hello",
    "root",
]

ANTHROPIC = "anthropic_messages"
CHAT = "openai_chat"
RESPONSES = "openai_responses"
GEMINI = "gemini"

_ENDPOINTS: dict[str, Endpoint] = {
    "": "root",
    "api/hello": "hello",
    "health": "health",
    "ready": "ready",
    "messages": "messages",
    "messages/count_tokens": "count_tokens",
    "chat/completions": "chat_completions",
    "embeddings": "embeddings",
    "responses": "responses",
    "responses/compact": "compact",
    "ws/chat": "chat_socket",
    "models": "models",
}

_METHODS: dict[Endpoint, tuple[str, ...]] = {
    "messages": ("POST",),
    "count_tokens": ("POST",),
    "chat_completions": ("POST",),
    "generate_content": ("POST",),
    "count_contents": ("POST",),
    "embed_content": ("POST",),
    "embeddings": ("POST",),
    "responses": ("POST",),
    "response": ("GET", "DELETE"),
    "compact": ("POST",),
    "chat_socket": ("GET",),
    "input_items": ("GET",),
    "cancel_response": ("POST",),
    "conversations": ("GET", "POST", "DELETE"),
    "models": ("GET", "HEAD"),
    "model": ("GET", "HEAD"),
    "health": ("GET", "HEAD"),
    "ready": ("GET", "HEAD"),
    "hello": ("GET", "HEAD"),
    "root": ("GET", "HEAD"),
}


@dataclass(frozen=True, slots=True)
class Route:
    """An endpoint; `provider` where the path pins one, `name` the model or response of a path.

    With a Gemini endpoint the method stands in the name: "gemini-3-pro:generateContent".
    """

    endpoint: Endpoint
    provider: str | None = None
    name: str | None = None

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that the endpoint answers."""
        return _METHODS[self.endpoint]


def match(path: str, providers: Container[str]) -> Route | None:
    """The route of `path` (without its query); None where there is no such endpoint.

    Doubled and trailing slashes and a doubled version are forgiven, and the version may be left
    out: clients join base URLs with paths in every way there is (claude-code-router, LiteLLM and
    new-api issues tell of each).
    """
    parts = [part for part in path.split("/") if part]
    provider = None
    if parts and parts[0] in providers:
        provider = parts.pop(0)
    elif len(parts) > 1 and parts[0] in _VENDORS:
        parts.pop(0)
    while parts and parts[0] in _VERSIONS:
        parts.pop(0)
    rest = "/".join(parts)
    if found := _GEMINI_METHOD.search(rest):
        return Route(_GEMINI_METHODS[found[1]], provider, rest.removeprefix("models/"))
    endpoint = _ENDPOINTS.get(rest)
    if endpoint is not None:
        return Route(endpoint, provider)
    if parts and parts[0] == "models":
        return Route("model", provider, rest.removeprefix("models/"))
    if parts and parts[0] == "conversations":
        return Route("conversations", provider)
    if parts and parts[0] == "responses":
        below = _BELOW_A_RESPONSE.get("/".join(parts[2:]))
        return Route(below, provider, parts[1]) if below is not None else None
    return None


_BELOW_A_RESPONSE: dict[str, Endpoint] = {
    "": "response",
    "input_items": "input_items",
    "cancel": "cancel_response",
}


# Google's own names of what a model can be asked; the resource before them may hold slashes and
# colons, and more than one SDK leaves "models/" out of a name that has a slash.
_GEMINI_METHODS: dict[str, Endpoint] = {
    "generateContent": "generate_content",
    "streamGenerateContent": "generate_content",
    "countTokens": "count_contents",
    "embedContent": "embed_content",
    "batchEmbedContents": "embed_content",
}
_GEMINI_METHOD = re.compile(rf"[^/]:({'|'.join(_GEMINI_METHODS)})$")
_GEMINI_VERSIONS = ("v1beta", "v1alpha")
_VERSIONS = ("v1", *_GEMINI_VERSIONS)
_VENDORS = ("anthropic", "openai", "gemini", "google")

_GEMINI_PATH = re.compile(rf"/({'|'.join(_GEMINI_VERSIONS)})(/|$)|:({'|'.join(_GEMINI_METHODS)})$")
_ANTHROPIC_PATH = re.compile(r"/messages(/|$)")
_RESPONSES_PATH = re.compile(r"/(responses|conversations)(/|$)")


def speaks(path: str, headers: Container[str]) -> str:
    """The dialect in which a client expects its answer, errors included.

    The path tells it for the endpoints of one dialect. For the others (models, unknown paths) the
    headers do: every Anthropic SDK sends `anthropic-version`, every Google one `x-goog-api-key`.
    """
    if speaks_gemini(path):
        return GEMINI
    if _ANTHROPIC_PATH.search(path):
        return ANTHROPIC
    if _RESPONSES_PATH.search(path):
        return RESPONSES
    if "completions" in path or path.rstrip("/").endswith(("/embeddings", "/ws/chat")):
        return CHAT
    if "anthropic-version" in headers:
        return ANTHROPIC
    return GEMINI if "x-goog-api-key" in headers else CHAT


def speaks_gemini(path: str) -> bool:
    """Whether the path alone says that a client speaks Gemini: its versions and its methods do."""
    return _GEMINI_PATH.search(path) is not None
