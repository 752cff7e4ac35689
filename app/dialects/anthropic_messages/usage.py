"""Token counts on this wire, where cached input is never part of `input_tokens`."""

from collections.abc import Mapping
from typing import Any

from app.core.usage import Usage

_TIERS = ("standard", "priority", "batch")


def later(before: Mapping[str, Any] | None, update: Any) -> Mapping[str, Any] | None:
    """A usage object after `update`: its fields replace the earlier ones where they are not null.

    `message_start` tells the input and `message_delta` the rest, with the input again or without.
    """
    if not isinstance(update, Mapping):
        return before
    return {**(before or {}), **{key: value for key, value in update.items() if value is not None}}


def read(raw: Mapping[str, Any] | None) -> Usage | None:
    """The usage that a wire object tells, None where there is none."""
    if not raw:
        return None
    details = raw.get("output_tokens_details")
    thinking = details.get("thinking_tokens") if isinstance(details, Mapping) else None
    return Usage(
        fresh=_count(raw.get("input_tokens")),
        cache_read=_count(raw.get("cache_read_input_tokens")),
        cache_write=_count(raw.get("cache_creation_input_tokens")),
        output=_count(raw.get("output_tokens")),
        reasoning=None if thinking is None else _count(thinking),
        raw=raw,
        searches=_searches(raw),
    )


def _searches(raw: Mapping[str, Any]) -> int:
    counters = raw.get("server_tool_use")
    made = counters.get("web_search_requests") if isinstance(counters, Mapping) else None
    return _count(made)


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0
    return max(0, int(value)) if value < 1e15 else 0


def whole(usage: Usage, *, beta: bool) -> dict[str, Any]:
    """The `usage` of a message, with every key that the official schema requires."""
    raw = _native(usage)
    written = _counts(usage)
    written |= {
        "cache_creation": _counters(raw.get("cache_creation")),
        "output_tokens_details": _details(usage),
        "server_tool_use": _hosted(usage),
        "service_tier": raw["service_tier"] if raw.get("service_tier") in _TIERS else None,
        "inference_geo": _text(raw.get("inference_geo")),
    }
    if beta:
        written |= _beta(raw) | {"speed": _text(raw.get("speed"))}
    return written


def closing(usage: Usage, *, beta: bool) -> dict[str, Any]:
    """The `usage` of a `message_delta`."""
    raw = _native(usage)
    written = _counts(usage)
    written |= {
        "output_tokens_details": _details(usage),
        "server_tool_use": _hosted(usage),
    }
    return written | _beta(raw) if beta else written


def _counts(usage: Usage) -> dict[str, Any]:
    return {
        "input_tokens": usage.fresh,
        "cache_creation_input_tokens": usage.cache_write,
        "cache_read_input_tokens": usage.cache_read,
        "output_tokens": usage.output,
    }


def _hosted(usage: Usage) -> Mapping[str, Any] | None:
    """How often tools of the provider's ran: its own counters, or our count of its searches."""
    own = _counters(_native(usage).get("server_tool_use"))
    if own is not None or not usage.searches:
        return own
    return {"web_search_requests": usage.searches, "web_fetch_requests": 0}


def _details(usage: Usage) -> dict[str, int] | None:
    return None if usage.reasoning is None else {"thinking_tokens": usage.reasoning}


def _beta(raw: Mapping[str, Any]) -> dict[str, Any]:
    iterations = raw.get("iterations")
    credit = raw.get("fallback_credit")
    return {
        "fallback_credit": credit if isinstance(credit, dict) else None,
        "iterations": iterations if isinstance(iterations, list) else None,
    }


def _native(usage: Usage) -> Mapping[str, Any]:
    """The provider's own object where it speaks this wire: only here both names occur."""
    raw = usage.raw or {}
    return raw if "input_tokens" in raw and "total_tokens" not in raw else {}


def _counters(value: Any) -> Mapping[str, Any] | None:
    counts = isinstance(value, Mapping) and all(type(n) is int for n in value.values())
    return value if counts else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
