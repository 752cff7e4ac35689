"""Which conversation a request belongs to, by what clients send with each of its turns."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from app.gateway.splice import Peeked

# In the order of how well each names one conversation: Claude Code 2.1.329, Codex 0.169.0,
# opencode 1.18 and pi send these with every request of a session.
_HEADERS = (
    "x-claude-code-session-id",
    "session-id",
    "session_id",
    "thread-id",
    "x-session-affinity",
    "x-session-id",
    "conversation_id",
)
_PRINTABLE = re.compile(r"[\x21-\x7e]{1,128}")


def conversation_id(headers: Mapping[str, str], peeked: Peeked) -> str:
    """The id that the client gives its conversation, "" where it gives none.

    An id that is long or odd is given by its digest, which names it just as well.
    """
    for header in _HEADERS:
        if value := headers.get(header):
            return _shown(value)
    for value in (_text(peeked.cache_key), _of_user(peeked.metadata)):
        if value:
            return _shown(value)
    return ""


def _of_user(metadata: bytes) -> str:
    """What Anthropic's `metadata.user_id` says: Claude Code's is JSON and holds the session."""
    fields = _decoded(metadata)
    user = fields.get("user_id") if isinstance(fields, dict) else None
    if not isinstance(user, str):
        return ""
    inner = _decoded(user.encode("utf-8", "replace")) if user.startswith("{") else None
    session = inner.get("session_id") if isinstance(inner, dict) else None
    return session if isinstance(session, str) and session else user


def _text(raw: bytes) -> str:
    value = _decoded(raw)
    return value if isinstance(value, str) else ""


def _decoded(raw: bytes) -> Any:
    if not raw:
        return None
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _shown(value: str) -> str:
    if _PRINTABLE.fullmatch(value):
        return value
    return "sha256:" + hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:32]
