"""Fields of a client's request, read with complaints in the vendor's own words.

What all of OpenAI's endpoints share is in `app.dialects.openai_fields` and found here too.
"""

from collections.abc import Mapping
from typing import Any

from app.core.conversation import CacheMark
from app.core.sidecar import Origin, Sidecar
from app.dialects.openai_chat.wire import NAME
from app.dialects.openai_fields import (
    content,
    data_url,
    file_type,
    integer,
    items,
    mapping,
    number,
    optional_text,
    refuse,
    switch,
    text,
    without,
)

__all__ = [
    "ORIGIN",
    "cache_mark",
    "content",
    "data_url",
    "file_type",
    "integer",
    "items",
    "mapping",
    "number",
    "optional_text",
    "refuse",
    "rest",
    "switch",
    "text",
    "without",
]

ORIGIN = Origin(NAME)


def cache_mark(part: Mapping[str, Any]) -> CacheMark | None:
    """The `cache_control` that clients of OpenRouter and others send along."""
    control = part.get("cache_control")
    if not isinstance(control, dict) or not control.keys() <= {"type", "ttl"}:
        return None
    ttl = control.get("ttl")
    if control.get("type") != "ephemeral" or not (ttl is None or isinstance(ttl, str)):
        return None
    return CacheMark(ttl)


def rest(
    value: Mapping[str, Any], known: frozenset[str], **inner: Mapping[str, Any]
) -> Sidecar | None:
    """The fields of `value` that are neither `known` nor null; None where nothing is left.

    `inner` adds, by the name of the field that holds them, what is left of inner objects.
    """
    odd_mark = "cache_control" in value and cache_mark(value) is None
    if value.keys() <= known and not odd_mark and not any(inner.values()):
        return None
    extra = {
        name: item
        for name, item in value.items()
        if item is not None and (name not in known or (name == "cache_control" and odd_mark))
    }
    extra.update((name, left) for name, left in inner.items() if left)
    return Sidecar(ORIGIN, extra) if extra else None
