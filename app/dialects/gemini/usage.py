"""Token counts on this wire, where the prompt includes what came from the cache.

What tools of the provider read (`toolUsePromptTokenCount`) and what the model thought
(`thoughtsTokenCount`) are counted beside prompt and candidates (ai.google.dev, UsageMetadata).
"""

from typing import Any

from app.core.usage import Usage


def decode(raw: Any) -> Usage | None:
    """The counts of a `usageMetadata` object; None where it is none or tells nothing."""
    if not isinstance(raw, dict):
        return None
    prompt = _count(raw.get("promptTokenCount"))
    fed = _count(raw.get("toolUsePromptTokenCount"))
    written = _count(raw.get("candidatesTokenCount", raw.get("responseTokenCount")))
    thoughts = raw.get("thoughtsTokenCount")
    thought = _count(thoughts)
    if not (prompt or fed or written or thought):
        return None
    read = min(_count(raw.get("cachedContentTokenCount")), prompt)
    return Usage(
        fresh=prompt - read + fed,
        cache_read=read,
        output=written + thought,
        reasoning=thought if isinstance(thoughts, int) else None,
        raw=raw,
    )


def encode(usage: Usage) -> dict[str, Any]:
    """The counts for a client; the total is the sum that the SDKs show."""
    thought = usage.reasoning or 0
    wire = {
        "promptTokenCount": usage.input,
        "candidatesTokenCount": max(usage.output - thought, 0),
        "totalTokenCount": usage.input + usage.output,
    }
    if thought:
        wire["thoughtsTokenCount"] = thought
    if usage.cache_read:
        wire["cachedContentTokenCount"] = usage.cache_read
    return wire


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0
    return int(value) if 0 < value < 1e12 else 0
