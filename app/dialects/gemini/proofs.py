"""Thought signatures between us and a client: Google's own, and carriers of other providers' proof.

The field is `bytes` of a protobuf, so that whatever stands there must be base64: google-genai 3.4.0
refuses a chunk whose signature is not. Gemini CLI 0.61.0 drops thoughts from its history and keeps
the signatures of text and calls, so that a carrier holds the words of its thoughts too.
"""

import base64
from collections.abc import Sequence

from app.core import carrier
from app.core.conversation import Thinking
from app.core.sidecar import Sidecar
from app.dialects.gemini.wire import CALL, ON, ORIGIN, SIGNATURE

# What clients put where they have lost a signature: it tells Google not to check, and nothing else.
# ai.google.dev, "Thought signatures"; Gemini CLI 0.61.0 writes the first.
_PLACEHOLDERS = frozenset(
    {"skip_thought_signature_validator", "context_engineering_is_the_way_to_go"}
)


def carried(thoughts: Sequence[Thinking], seal: bytes) -> str:
    """A signature that holds the thoughts, for the part that follows them."""
    return carrier.in_base64(" ".join(carrier.pack_whole(one, seal) for one in thoughts))


def thoughts(signature: str, seal: bytes) -> tuple[Thinking, ...]:
    """What `carried` put into a signature; what is damaged, or not sealed by us, is left out."""
    if not carrier.is_carrier(signature):
        return ()
    bare = signature.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        packed = base64.b64decode(bare + "=" * (-len(bare) % 4)).decode("ascii", "replace")
    except ValueError:
        return ()
    opened = (carrier.unpack_whole(one, seal) for one in packed.split(" "))
    return tuple(one for one in opened if one is not None)


def is_native(signature: str) -> bool:
    """Whether the signature may be Google's own."""
    return bool(signature) and signature not in _PLACEHOLDERS and not carrier.is_carrier(signature)


def own(signature: str) -> Sidecar:
    """The sidecar of a thought that bears its signature itself."""
    return Sidecar(ORIGIN, {SIGNATURE: signature, ON: "own"})


def hidden(signature: str, on: str, call_id: str | None = None) -> Thinking:
    """The hidden thought that bears the signature of the part beside it."""
    data = {SIGNATURE: signature, ON: on}
    if call_id is not None:
        data[CALL] = call_id
    return Thinking("", redacted=True, sidecar=Sidecar(ORIGIN, data))
