"""Fields of a client's request; see `app.dialects.openai_fields`."""

from collections.abc import Mapping
from typing import Any

from app.core.sidecar import Sidecar
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
from app.dialects.openai_responses.wire import ORIGIN

__all__ = [
    "content",
    "data_url",
    "file_type",
    "integer",
    "items",
    "kept",
    "mapping",
    "number",
    "optional_text",
    "refuse",
    "rest",
    "switch",
    "text",
    "without",
]


def rest(value: Mapping[str, Any], known: frozenset[str]) -> Sidecar | None:
    """The fields of `value` that are neither `known` nor empty; None where nothing is left."""
    if value.keys() <= known:
        return None
    return kept(
        {
            name: item
            for name, item in value.items()
            if name not in known and item is not None and item != []
        }
    )


def kept(data: Mapping[str, Any]) -> Sidecar | None:
    """The data as this dialect's sidecar, None where there is none."""
    return Sidecar(ORIGIN, data) if data else None
