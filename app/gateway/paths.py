"""Which endpoint a path means, forgiving what people paste into a base URL."""

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Literal

Endpoint = Literal[
    "messages",
    "count_tokens",
    "chat_completions",
    "responses",
    "response",
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
    "responses": "responses",
    "models": "models",
}

_METHODS: dict[Endpoint, tuple[str, ...]] = {
    "messages": ("POST",),
    "count_tokens": ("POST",),
    "chat_completions": ("POST",),
    "responses": ("POST",),
    "response": ("GET", "DELETE"),
    "models": ("GET", "HEAD"),
    "model": ("GET", "HEAD"),
    "health": ("GET", "HEAD"),
    "ready": ("GET", "HEAD"),
    "hello": ("GET", "HEAD"),
    "root": ("GET", "HEAD"),
}


@dataclass(frozen=True, slots=True)
class Route:
    """An endpoint; `provider` where the path pins one, `name` the model or response of a path."""

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
    elif len(parts) > 1 and parts[0] in ("anthropic", "openai"):
        parts.pop(0)
    while parts and parts[0] == "v1":
        parts.pop(0)
    rest = "/".join(parts)
    endpoint = _ENDPOINTS.get(rest)
    if endpoint is not None:
        return Route(endpoint, provider)
    if parts and parts[0] == "models":
        return Route("model", provider, rest.removeprefix("models/"))
    if len(parts) == 2 and parts[0] == "responses" and parts[1].startswith("resp_"):
        return Route("response", provider, parts[1])
    return None


_ANTHROPIC_PATH = re.compile(r"/messages(/|$)")
_RESPONSES_PATH = re.compile(r"/responses(/|$)")


def speaks(path: str, headers: Container[str]) -> str:
    """The dialect in which a client expects its answer, errors included.

    The path tells it for the endpoints of one dialect. For the others (models, unknown paths) the
    headers do: every Anthropic SDK sends `anthropic-version`.
    """
    if _ANTHROPIC_PATH.search(path):
        return ANTHROPIC
    if _RESPONSES_PATH.search(path):
        return RESPONSES
    if "completions" in path:
        return CHAT
    return ANTHROPIC if "anthropic-version" in headers else CHAT
