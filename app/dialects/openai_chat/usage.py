"""Chat Completions' token counts, in every spelling that providers have."""

from collections.abc import Mapping
from typing import Any

from app.core.usage import Usage

_CACHED = ("prompt_cache_hit_tokens", "cached_tokens")  # DeepSeek; Moonshot, Hugging Face
_WRITTEN = ("cache_write_tokens", "cache_creation_tokens", "cache_creation_input_tokens")


def decode(raw: Any, *, excludes_reasoning: bool = False) -> Usage | None:
    """The counts of a `usage` object; None where it is none or tells nothing.

    OpenAI's `prompt_tokens` includes what was read from and written to the cache. Where
    `excludes_reasoning` (xAI), `completion_tokens` leaves the reasoning out.
    """
    if not isinstance(raw, dict):
        return None
    prompt = _count(raw.get("prompt_tokens"))
    output = _count(raw.get("completion_tokens"))
    details = _object(raw.get("prompt_tokens_details"))
    read = _first(details, ("cached_tokens",)) or _first(raw, _CACHED)
    written = _first(details, _WRITTEN) or _first(raw, _WRITTEN)
    reasoning = _object(raw.get("completion_tokens_details")).get("reasoning_tokens")
    thought = _count(reasoning) if isinstance(reasoning, int) else None
    total = _count(raw.get("total_tokens"))
    if excludes_reasoning and thought and total > prompt + output:
        output += thought
    if not (prompt or output or read or written):
        return None
    read = min(read, prompt) if prompt else read
    written = min(written, prompt - read) if prompt else written
    return Usage(
        fresh=max(0, prompt - read - written),
        cache_read=read,
        cache_write=written,
        output=output,
        reasoning=thought,
        raw=raw,
    )


def encode(usage: Usage) -> dict[str, Any]:
    """The counts as a Chat client reads them; cached tokens are part of `prompt_tokens`."""
    return {
        "prompt_tokens": usage.input,
        "completion_tokens": usage.output,
        "total_tokens": usage.input + usage.output,
        "prompt_tokens_details": {"cached_tokens": usage.cache_read, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": usage.reasoning or 0,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }


def of_chunk(chunk: Mapping[str, Any]) -> Any:
    """The usage object of a chunk: its own, its choice's (Moonshot), or Groq's extension."""
    raw = chunk.get("usage")
    if isinstance(raw, dict):
        return raw
    for choice in _list(chunk.get("choices")):
        if isinstance(choice, dict) and isinstance(choice.get("usage"), dict):
            return choice["usage"]
    return _object(chunk.get("x_groq")).get("usage")


def _first(raw: Mapping[str, Any], names: tuple[str, ...]) -> int:
    return next((found for name in names if (found := _count(raw.get(name)))), 0)


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0
    return int(value) if 0 < value < 1e12 else 0


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
