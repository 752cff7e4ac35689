"""Carriers of ours in the place of Anthropic's own proofs, opened."""

from dataclasses import replace

from app.core import carrier
from app.core.conversation import Part, Thinking


def opened(said: tuple[Part, ...], seal: bytes) -> tuple[Part, ...]:
    """The parts of a turn, with what its carriers hold in their place.

    What does not open was no proof of anything: the words stay without one.
    """
    if not any(isinstance(part, Thinking) and part.sidecar is not None for part in said):
        return said
    return tuple(_opened(part, seal) if isinstance(part, Thinking) else part for part in said)


def _opened(thinking: Thinking, seal: bytes) -> Thinking:
    proof = thinking.sidecar.data if thinking.sidecar is not None else {}
    packed = proof.get("data" if thinking.redacted else "signature")
    if not isinstance(packed, str) or not carrier.is_carrier(packed):
        return thinking
    return replace(thinking, sidecar=carrier.unpack(packed, thinking.text, seal))
