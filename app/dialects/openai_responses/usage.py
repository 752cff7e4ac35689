"""Token counts on this wire, where `input_tokens` includes what came from the cache."""

from collections.abc import Mapping
from typing import Any

from app.core.usage import Usage


def decode(raw: Any) -> Usage | None:
    """The counts of a `usage` object; None where it is none or tells nothing."""
    if not isinstance(raw, dict):
        return None
    whole = _count(raw.get("input_tokens"))
    output = _count(raw.get("output_tokens"))
    details = _object(raw.get("input_tokens_details"))
    read = _count(details.get("cached_tokens"))
    wrote = _count(details.get("cache_write_tokens"))
    reasoning = _object(raw.get("output_tokens_details")).get("reasoning_tokens")
    if not (whole or output):
        return None
    read = min(read, whole)
    wrote = min(wrote, whole - read)
    return Usage(
        fresh=whole - read - wrote,
        cache_read=read,
        cache_write=wrote,
        output=output,
        reasoning=_count(reasoning) if isinstance(reasoning, int) else None,
        raw=raw,
    )


def encode(usage: Usage) -> dict[str, Any]:
    """The counts for a client: all of them, for Codex 0.169.0 fails on details without numbers."""
    return {
        "input_tokens": usage.input,
        "input_tokens_details": {
            "cached_tokens": usage.cache_read,
            "cache_write_tokens": usage.cache_write,
        },
        "output_tokens": usage.output,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning or 0},
        "total_tokens": usage.input + usage.output,
    }


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0
    return int(value) if 0 < value < 1e12 else 0


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
