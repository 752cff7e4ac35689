"""Carriers that a client of Messages returns."""

from app.core import carrier
from app.core.conversation import Text, Thinking
from app.core.sidecar import Origin, Sidecar
from app.dialects.anthropic_messages.carried import opened
from app.dialects.anthropic_messages.decode_parts import parts

ORIGIN = Origin("openai_chat", "deepseek", "v4")
KEY = bytes(range(32))


def thinking(words: str, signature: str) -> dict[str, str]:
    return {"type": "thinking", "thinking": words, "signature": signature}


def test_a_carrier_in_a_signature_gives_back_the_true_origin() -> None:
    signature = carrier.pack(ORIGIN, "Hm", {"reasoning_details": [1]}, KEY)
    said = parts([thinking("Hm", signature), {"type": "text", "text": "Ok"}], "c")
    proved = Thinking("Hm", sidecar=Sidecar(ORIGIN, {"reasoning_details": [1]}))
    assert opened(said, KEY) == (proved, Text("Ok"))


def test_a_carrier_for_other_words_or_with_another_key_proves_nothing() -> None:
    signature = carrier.pack(ORIGIN, "Hm", {}, KEY)
    assert opened(parts([thinking("Other", signature)], "c"), KEY) == (Thinking("Other"),)
    assert opened(parts([thinking("Hm", signature)], "c"), bytes(32)) == (Thinking("Hm"),)
    assert opened(parts([thinking("Hm", "dragoman:v1:e30")], "c"), KEY) == (Thinking("Hm"),)


def test_hidden_words_come_out_of_their_carrier() -> None:
    data = carrier.pack(ORIGIN, "", {"encrypted": "e"}, KEY)
    said = parts([{"type": "redacted_thinking", "data": data}], "c")
    hidden = Thinking("", redacted=True, sidecar=Sidecar(ORIGIN, {"encrypted": "e"}))
    assert opened(said, KEY) == (hidden,)


def test_anthropic_s_own_proofs_stay() -> None:
    blocks = [thinking("Hm", "ErUB"), {"type": "redacted_thinking", "data": "Emw"}]
    said = parts(blocks, "c")
    assert opened(said, KEY) == said
