"""Another provider's proof of reasoning, carried inside a signature that a client keeps for us.

Clients of Anthropic Messages return a thinking block's `signature` untouched and keep nothing else,
so what must come back to a provider of another dialect travels there. A carrier is recognised by
its prefix, checked against the thinking text that it was made for, and never sent to a provider
that checks signatures of its own.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from app.core.sidecar import Origin, Sidecar

PREFIX = "dragoman:v1:"


def pack(origin: Origin, text: str, data: Mapping[str, Any]) -> str:
    """The carrier of a thinking part `text` from `origin`; `data` are its sidecar's JSON values."""
    content = {
        "d": origin.dialect,
        "p": origin.provider,
        "m": origin.model,
        "h": _digest(text),
        "x": dict(data),
    }
    raw = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return PREFIX + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def is_carrier(signature: str) -> bool:
    """Whether `signature` is ours and not a provider's own."""
    return signature.startswith("dragoman:")


def unpack(signature: str, text: str) -> Sidecar | None:
    """What the carrier holds; None where it is damaged, or was made for another text."""
    if not signature.startswith(PREFIX):
        return None
    encoded = signature[len(PREFIX) :]
    try:
        raw = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        content = json.loads(raw)
        origin = Origin(content["d"], content["p"], content["m"])
        if content["h"] != _digest(text) or not isinstance(content["x"], dict):
            return None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return Sidecar(origin, content["x"])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
