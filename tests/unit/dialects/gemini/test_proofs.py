import base64

import pytest
from google.genai import types
from hypothesis import given
from hypothesis import strategies as st

from app.core.conversation import Thinking
from app.core.sidecar import Origin, Sidecar
from app.dialects.gemini import proofs

SEAL = b"s" * 32
DEEP = Thinking("hm", sidecar=Sidecar(Origin("openai_chat", "p", "m"), {"reasoning_content": "hm"}))


@given(st.lists(st.text(), min_size=1, max_size=3))
def test_thoughts_come_back_whole_and_in_order(words: list[str]) -> None:
    told = tuple(Thinking(text) for text in words)
    assert proofs.thoughts(proofs.carried(told, SEAL), SEAL) == told


def test_the_official_sdk_takes_and_returns_a_carrier() -> None:
    signature = proofs.carried([DEEP], SEAL)
    part = types.Part.model_validate({"text": "x", "thoughtSignature": signature})
    returned = part.model_dump(mode="json", by_alias=True)["thoughtSignature"]
    assert proofs.thoughts(returned, SEAL) == (DEEP,)


def test_a_carrier_of_another_seal_is_nothing() -> None:
    signature = proofs.carried([DEEP], SEAL)
    assert proofs.thoughts(signature, b"t" * 32) == ()
    assert not proofs.is_native(signature)


def test_one_damaged_carrier_does_not_take_the_other_with_it() -> None:
    packed = base64.b64decode(proofs.carried([DEEP, Thinking("b")], SEAL)).decode()
    first, second = packed.split(" ")
    damaged = base64.b64encode(f"{first[:-3]}AAA {second}".encode()).decode()
    assert proofs.thoughts(damaged, SEAL) == (Thinking("b"),)


@pytest.mark.parametrize("signature", ["", "skip_thought_signature_validator"])
def test_a_placeholder_proves_nothing(signature: str) -> None:
    assert not proofs.is_native(signature)
    assert proofs.thoughts(signature, SEAL) == ()


def test_any_other_signature_is_google_s_own() -> None:
    assert proofs.is_native("CsYBAb4+9vu")
    assert proofs.thoughts("CsYBAb4+9vu", SEAL) == ()


def test_a_hidden_thought_names_its_call() -> None:
    hidden = proofs.hidden("sig", "next", "call_1")
    assert hidden.redacted
    assert hidden.sidecar is not None
    assert hidden.sidecar.towards("gemini") == {
        "thoughtSignature": "sig",
        "on": "next",
        "call": "call_1",
    }
