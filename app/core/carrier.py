"""Another provider's proof of reasoning, carried inside a signature that a client keeps for us.

Clients return one opaque text of a thinking untouched and understand none of it: Anthropic's
`signature`, the `encrypted_content` of Responses, an entry of `reasoning_details`, Gemini's
`thoughtSignature`. What must come back to a provider of another dialect travels there. A carrier is
recognised by its prefix and sealed with a key of ours (HMAC-SHA-256 over everything that it holds
and the words that it was made for), so that nobody else's data ever becomes a field of a request.
What does not open is no proof: the thinking stays, unsigned. No provider is ever sent one.

The layout, in URL-safe base64 behind the prefix: 16 bytes of the seal, one byte of flags, then the
content as compact JSON, deflated where that makes it shorter. Carriers of the first version
(`dragoman:v1:`) had no seal, and are opened no more.
"""

import base64
import hashlib
import hmac
import json
import zlib
from collections.abc import Mapping
from typing import Any

from app.core.conversation import Thinking
from app.core.sidecar import Origin, Sidecar

PREFIX = "dragoman:v2:"
SEAL_BYTES = 32

_ANY_VERSION = "dragoman:"
# The same nine bytes in base64, which falls on a boundary of its groups.
_WRAPPED = base64.b64encode(_ANY_VERSION.encode()).decode()
# A carrier is the whole of a JSON string: with its quote the search of a large body is faster.
_MARK, _WRAPPED_MARK = (f'"{begin}'.encode() for begin in (_ANY_VERSION, _WRAPPED))

_MAC_BYTES = 16
_DEFLATED, _WHOLE = 1, 2
# What is inflated was sealed by us; the limit only keeps a mistake of ours small.
_INFLATED_LIMIT = 64 * 1024 * 1024


def pack(origin: Origin, text: str, data: Mapping[str, Any], seal: bytes) -> str:
    """The carrier of a thinking with the words `text` from `origin`.

    `data` are its sidecar's JSON values. `seal` is our key of 32 bytes; b"" stands for zeros.
    """
    return _sealed(0, [*_origin(origin), dict(data)], text, seal)


def unpack(signature: str, text: str, seal: bytes) -> Sidecar | None:
    """What the carrier holds; None where it is not sealed by us, or was made for other words."""
    content = _opened(signature, 0, text, seal)
    return _sidecar(content) if content is not None else None


def pack_whole(thinking: Thinking, seal: bytes) -> str:
    """A carrier that holds the words too, for clients that keep a signature but no thinking."""
    sidecar = thinking.sidecar
    proof = None if sidecar is None else [*_origin(sidecar.origin), dict(sidecar.data)]
    return _sealed(_WHOLE, [thinking.text, thinking.redacted, proof], "", seal)


def unpack_whole(signature: str, seal: bytes) -> Thinking | None:
    """The thinking in a carrier of `pack_whole`; None where it is none, or is not sealed by us."""
    content = _opened(signature, _WHOLE, "", seal)
    if content is None:
        return None
    text, redacted, proof = content
    return Thinking(text, redacted, None if proof is None else _sidecar(proof))


def in_base64(packed: str) -> str:
    """A carrier for a field that must be base64 itself (Gemini's `thoughtSignature`).

    All functions here that read a carrier take this form, too.
    """
    return base64.b64encode(packed.encode()).decode()


def is_carrier(signature: str) -> bool:
    """Whether `signature` is ours, of any version, and not a provider's own."""
    return signature.startswith((_ANY_VERSION, _WRAPPED))


def present_in(body: bytes, *, wrapped: bool | None = None) -> bool:
    """Whether a carrier may stand in a request's JSON, wherever that is.

    `wrapped` tells that its client can only have carriers of `in_base64`, or only others; a large
    body is then searched once.
    """
    if wrapped is None:
        return _MARK in body or _WRAPPED_MARK in body
    return (_WRAPPED_MARK if wrapped else _MARK) in body


def _sealed(flags: int, content: list[Any], text: str, seal: bytes) -> str:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
    deflated = zlib.compress(body)
    if len(deflated) < len(body):
        flags, body = flags | _DEFLATED, deflated
    flag = bytes([flags])
    raw = _mac(flag, body, text, seal) + flag + body
    return PREFIX + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _opened(signature: str, kind: int, text: str, seal: bytes) -> Any:
    """The content, None where the carrier is of another kind or version, damaged or not ours."""
    if signature.startswith(_WRAPPED):
        signature = _decoded(signature).decode("ascii", "replace")
    if not signature.startswith(PREFIX):
        return None
    raw = _decoded(signature[len(PREFIX) :])
    mac, flag, body = raw[:_MAC_BYTES], raw[_MAC_BYTES : _MAC_BYTES + 1], raw[_MAC_BYTES + 1 :]
    if not flag or flag[0] & _WHOLE != kind:
        return None
    if not hmac.compare_digest(mac, _mac(flag, body, text, seal)):
        return None
    if flag[0] & _DEFLATED:
        body = zlib.decompressobj().decompress(body, _INFLATED_LIMIT)
    return json.loads(body.decode("utf-8", "surrogatepass"))


def _decoded(text: str) -> bytes:
    """The bytes of base64 in either alphabet, with padding or without; b"" for anything else."""
    bare = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except ValueError:
        return b""


def _mac(flag: bytes, body: bytes, text: str, seal: bytes) -> bytes:
    words = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    message = b"".join((PREFIX.encode(), flag, words, body))
    return hmac.digest(seal or bytes(SEAL_BYTES), message, "sha256")[:_MAC_BYTES]


def _origin(origin: Origin) -> list[Any]:
    return [origin.dialect, origin.provider, origin.model]


def _sidecar(content: list[Any]) -> Sidecar:
    dialect, provider, model, data = content
    return Sidecar(Origin(dialect, provider, model), data)
