"""GET /, GET /health and GET /ready."""

from typing import Any

from app import __version__

_ENDPOINTS = {
    "POST /v1/messages": "Anthropic Messages",
    "POST /v1/messages/count_tokens": "Anthropic token counting, answered locally",
    "POST /v1/chat/completions": "OpenAI Chat Completions",
    "POST /v1/responses": "OpenAI Responses; GET with an upgrade is the same over a WebSocket",
    "POST /v1/responses/compact": "a conversation, made shorter",
    "GET /v1/responses/{id}": "an answer that is kept; DELETE forgets it",
    "GET /v1/responses/{id}/input_items": "what that answer was asked",
    "POST /v1beta/models/{model}:generateContent": "Gemini; also :streamGenerateContent",
    "POST /v1beta/models/{model}:countTokens": "Gemini token counting, answered locally",
    "POST /v1beta/models/{model}:embedContent": "Gemini embeddings; also :batchEmbedContents",
    "POST /v1/embeddings": "OpenAI Embeddings",
    "GET /ws/chat": "OpenAI Chat Completions over a WebSocket",
    "GET /v1/models": "models, in Anthropic's or OpenAI's shape; /v1beta/models in Gemini's",
    "POST /{provider}/v1/...": "the same, at one provider",
    "GET /health": "whether a provider is usable",
    "GET /ready": "whether new requests are taken",
    "GET /usage/me": "what your key has used",
    "GET /provider-keys": "your own keys of providers; POST /provider-keys/{provider} sets one",
}


def about() -> dict[str, Any]:
    """What this is, to a caller who has shown a key."""
    return {"name": "Dragoman", "version": __version__, "endpoints": _ENDPOINTS}


def health(usable: bool) -> dict[str, Any]:
    """The server's state: `authenticated` tells whether some provider can be used."""
    return {"status": "ok", "authenticated": usable}


def ready(usable: bool, draining: bool, database: bool) -> dict[str, Any]:
    """Whether a load balancer may send requests here, and which of the three it lacks if not."""
    return {
        "ready": usable and database and not draining,
        "providers": usable,
        "database": database,
        "draining": draining,
    }
