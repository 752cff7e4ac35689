"""GET /v1/models in the shape of the client that asks."""

from collections.abc import Container, Iterable
from typing import Any

from app.gateway import paths

# Claude Code 2.1.329 shows only ids that contain "claude" or "anthropic" in its picker (observed
# with CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY=1); routing takes this prefix off again.
PICKER_PREFIX = "claude/"

# The release date is unknown: the specification asks for the epoch then.
_EPOCH = "1970-01-01T00:00:00Z"


def listed(dialect: str, names: Iterable[str]) -> dict[str, Any]:
    """The list of models in Anthropic's shape, in Google's, or in OpenAI's."""
    if dialect == paths.GEMINI:
        return {"models": [_gemini(name) for name in names]}
    if dialect != paths.ANTHROPIC:
        return {"object": "list", "data": [_openai(name) for name in names]}
    data = [_anthropic(name) for name in names]
    return {
        "data": data,
        "has_more": False,
        "first_id": data[0]["id"] if data else None,
        "last_id": data[-1]["id"] if data else None,
    }


def described(dialect: str, name: str) -> dict[str, Any]:
    """One model in the client's shape."""
    match dialect:
        case paths.ANTHROPIC:
            return _anthropic(name)
        case paths.GEMINI:
            return _gemini(name)
    return _openai(name)


def shown_to_picker(name: str) -> str:
    """The id under which Claude Code's picker shows the model."""
    lower = name.lower()
    return name if "claude" in lower or "anthropic" in lower else PICKER_PREFIX + name


def unprefixed(name: str, providers: Container[str]) -> str:
    """The model that a picker id means, where no provider has the prefix for its name."""
    return name if "claude" in providers else name.removeprefix(PICKER_PREFIX)


def _openai(name: str) -> dict[str, Any]:
    provider, slash, _ = name.partition("/")
    return {
        "id": name,
        "object": "model",
        "created": 0,
        "owned_by": provider if slash else "dragoman",
    }


def _gemini(name: str) -> dict[str, Any]:
    """What it takes and gives at most is left out where it is not known: the SDKs take that."""
    return {
        "name": f"models/{name}",
        "version": "",
        "displayName": name,
        "supportedGenerationMethods": ["generateContent", "streamGenerateContent", "countTokens"],
    }


def _anthropic(name: str) -> dict[str, Any]:
    return {
        "type": "model",
        "id": shown_to_picker(name),
        "display_name": name,
        "created_at": _EPOCH,
        "capabilities": None,
        "max_input_tokens": None,
        "max_tokens": None,
    }
