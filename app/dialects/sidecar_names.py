"""What a sidecar holds, by the names that the client gave it."""

from collections.abc import Mapping

from app.core.sidecar import Sidecar

# Where a part keeps what its message says of itself.
_MESSAGE = "message"
# What a tool result says in words, too: its object (Gemini), or the whole item (Responses).
_RESPONSE = "response"
_ITEM = frozenset({"type", "id", "call_id", "status", "output", "tools", "execution"})


def names(sidecar: Sidecar | None) -> tuple[str, ...]:
    """The fields that are lost where the sidecar is; what is said otherwise is not among them."""
    if sidecar is None:
        return ()
    whole = "call_id" in sidecar.data
    found: list[str] = []
    for name, value in sidecar.data.items():
        if name == _MESSAGE and isinstance(value, Mapping):
            found += value
        elif name != _RESPONSE and not (whole and name in _ITEM):
            found.append(name)
    return tuple(found)
