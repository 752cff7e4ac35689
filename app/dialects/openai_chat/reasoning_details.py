"""`reasoning_details`: what a client is told of a thinking's proof, and returns.

The form is OpenRouter's, which clients keep without looking into it. Beside a provider's own list,
Anthropic's signatures have a place in it; the proof of anybody else travels in a carrier of ours,
as an encrypted entry. A carrier holds the words too, because a message has all of its thoughts in
one `reasoning_content`.
"""

from collections.abc import Mapping
from typing import Any

from app.core import carrier
from app.core.conversation import Thinking
from app.core.sidecar import Origin, Sidecar
from app.dialects.openai_chat import fields
from app.dialects.openai_chat.wire import NAME

Json = dict[str, Any]

ANTHROPIC = Origin("anthropic_messages")
_ANTHROPIC_FORMAT = "anthropic-claude-v1"
_WORDS_ALONE = frozenset({"field"})  # a sidecar that says no more than where the words stood


def encode(text: str, sidecar: Sidecar | None, seal: bytes) -> list[Any]:
    """What a client must return for the provider to know its own thinking again, [] for nothing."""
    if sidecar is None or sidecar.data.keys() <= _WORDS_ALONE:
        return []
    if own := sidecar.towards(NAME).get("reasoning_details"):
        return list(own)
    if sidecar.origin == ANTHROPIC and (told := signed(text, sidecar.data)):
        return [told]
    packed = carrier.pack_whole(Thinking(text, redacted=not text, sidecar=sidecar), seal)
    return [{"type": "reasoning.encrypted", "data": packed, "format": "unknown", "index": 0}]


def signed(text: str, proof: Mapping[str, Any]) -> Json | None:
    """Anthropic's proof of a thinking as OpenRouter tells it; None where there is none."""
    if signature := proof.get("signature"):
        detail = {"type": "reasoning.text", "text": text, "signature": signature}
    elif hidden := proof.get("data"):
        detail = {"type": "reasoning.encrypted", "data": hidden}
    else:
        return None
    return {**detail, "format": _ANTHROPIC_FORMAT, "index": 0}


def decode(words: str, listed: Any, seal: bytes) -> list[Thinking]:
    """The thoughts of a message: `words` are its `reasoning_content`, `listed` its details.

    Details have the words too, so that the ones of the message count only where no detail says
    anything.
    """
    details = [item for item in listed if isinstance(item, dict)] if type(listed) is list else []
    carried = [detail["data"] for detail in details if _is_carried(detail)]
    opened = [carrier.unpack_whole(packed, seal) for packed in carried]
    thoughts = [thinking for thinking in opened if thinking is not None]
    rest = [detail for detail in details if not _is_carried(detail)]
    if all(detail.get("format") == _ANTHROPIC_FORMAT for detail in rest):
        thoughts += [_signed(detail) for detail in rest]
    else:
        told = "" if thoughts else words or _told(rest)
        kept = Sidecar(fields.ORIGIN, {"reasoning_details": rest})
        thoughts.append(Thinking(told, redacted=not told, sidecar=kept))
    if words and not any(thought.text for thought in thoughts):
        thoughts.insert(0, Thinking(words))
    return thoughts


def _told(details: list[Json]) -> str:
    return "".join(
        detail[name] for detail in details for name in ("text", "summary") if _says(detail, name)
    )


def _is_carried(detail: Json) -> bool:
    packed = detail.get("data")
    return isinstance(packed, str) and carrier.is_carrier(packed)


def _says(detail: Json, name: str) -> bool:
    return isinstance(detail.get(name), str)


def _signed(detail: Json) -> Thinking:
    if _says(detail, "data"):
        return Thinking("", redacted=True, sidecar=Sidecar(ANTHROPIC, {"data": detail["data"]}))
    text = detail["text"] if _says(detail, "text") else ""
    signature = detail.get("signature")
    if not isinstance(signature, str) or not signature:
        return Thinking(text)
    return Thinking(text, sidecar=Sidecar(ANTHROPIC, {"signature": signature}))
