"""Carriers keep another provider's proof, and nothing forged or damaged passes for one."""

from hypothesis import given
from hypothesis import strategies as st

from app.core import carrier
from app.core.sidecar import Origin, Sidecar

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
ORIGIN = Origin("openai_chat", "deepseek", "deepseek-reasoner")


@given(st.text(), st.dictionaries(st.text(), JSON))
def test_what_is_packed_comes_back(text: str, data: dict[str, object]) -> None:
    packed = carrier.pack(ORIGIN, text, data)
    assert carrier.is_carrier(packed)
    assert carrier.unpack(packed, text) == Sidecar(ORIGIN, data)


@given(st.text(), st.text())
def test_a_carrier_belongs_to_its_text(text: str, other: str) -> None:
    unpacked = carrier.unpack(carrier.pack(ORIGIN, text, {}), other)
    assert (unpacked is not None) == (text == other)


@given(st.text())
def test_nothing_else_is_a_carrier(text: str) -> None:
    assert carrier.unpack(carrier.PREFIX + text, "x") is None
    if not text.startswith("dragoman:"):
        assert not carrier.is_carrier(text)


@given(st.integers(0, 500), st.integers(0, 255))
def test_a_damaged_carrier_is_refused_or_the_same(place: int, byte: int) -> None:
    packed = carrier.pack(ORIGIN, "thought", {"k": "v"})
    at = place % len(packed)
    damaged = packed[:at] + chr(byte) + packed[at + 1 :]
    unpacked = carrier.unpack(damaged, "thought")
    assert unpacked is None or isinstance(unpacked.data, dict)


def test_a_provider_s_own_signature_is_no_carrier() -> None:
    assert not carrier.is_carrier("ErUBCkYIBxgCIkD")
    assert carrier.unpack("ErUBCkYIBxgCIkD", "x") is None
