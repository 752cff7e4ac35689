"""Carriers keep another provider's proof, and nothing forged or damaged passes for one."""

import base64
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.core import carrier
from app.core.conversation import Thinking
from app.core.sidecar import Origin, Sidecar

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
DATA = st.dictionaries(st.text(), JSON)
TEXTS = st.text(st.characters())  # lone surrogates among them
SEALS = st.binary(min_size=carrier.SEAL_BYTES, max_size=carrier.SEAL_BYTES)
ORIGIN = Origin("openai_chat", "deepseek", "deepseek-v4-pro")
ORIGINS = st.builds(Origin, st.text(), st.none() | st.text(), st.none() | st.text())
THOUGHTS = st.builds(Thinking, TEXTS, st.booleans(), st.none() | st.builds(Sidecar, ORIGINS, DATA))
KEY = bytes(range(32))


@given(ORIGINS, TEXTS, DATA, SEALS)
def test_what_is_packed_comes_back(
    origin: Origin, text: str, data: dict[str, object], seal: bytes
) -> None:
    packed = carrier.pack(origin, text, data, seal)
    assert carrier.is_carrier(packed)
    assert packed.isascii()
    assert carrier.unpack(packed, text, seal) == Sidecar(origin, data)


@given(THOUGHTS, SEALS)
def test_a_whole_carrier_brings_the_words_too(thinking: Thinking, seal: bytes) -> None:
    packed = carrier.pack_whole(thinking, seal)
    assert carrier.is_carrier(packed)
    assert carrier.unpack_whole(packed, seal) == thinking


@given(THOUGHTS)
def test_a_carrier_passes_through_a_field_of_base64(thinking: Thinking) -> None:
    wrapped = carrier.in_base64(carrier.pack_whole(thinking, KEY))
    assert base64.b64decode(wrapped, validate=True)
    urlsafe = wrapped.replace("+", "-").replace("/", "_")
    for form in (wrapped, wrapped.rstrip("="), urlsafe):
        assert carrier.is_carrier(form)
        assert carrier.unpack_whole(form, KEY) == thinking


@given(TEXTS, TEXTS)
def test_a_carrier_belongs_to_its_text(text: str, other: str) -> None:
    unpacked = carrier.unpack(carrier.pack(ORIGIN, text, {}, KEY), other, KEY)
    assert (unpacked is not None) == (text == other)


@given(SEALS, SEALS, THOUGHTS)
def test_only_who_has_the_key_makes_a_carrier(
    ours: bytes, theirs: bytes, thinking: Thinking
) -> None:
    same = ours == theirs
    packed = carrier.pack(ORIGIN, "thought", {"k": "v"}, theirs)
    assert (carrier.unpack(packed, "thought", ours) is not None) == same
    whole = carrier.pack_whole(thinking, theirs)
    assert (carrier.unpack_whole(whole, ours) is not None) == same


@given(st.text())
def test_nothing_else_is_a_carrier(text: str) -> None:
    assert carrier.unpack(carrier.PREFIX + text, "x", KEY) is None
    assert carrier.unpack_whole(carrier.PREFIX + text, KEY) is None
    if not text.startswith(("dragoman:", "ZHJhZ29tYW46")):
        assert not carrier.is_carrier(text)


@given(st.integers(0), st.integers(1, 0x7F))
def test_a_damaged_carrier_does_not_open(place: int, change: int) -> None:
    packed = carrier.pack(ORIGIN, "thought", {"k": "v" * 50}, KEY)
    at = place % len(packed)
    damaged = packed[:at] + chr(ord(packed[at]) ^ change) + packed[at + 1 :]
    unpacked = carrier.unpack(damaged, "thought", KEY)
    # The last character of base64 may hold bits that belong to no byte.
    assert unpacked is None or (at == len(packed) - 1 and unpacked.data == {"k": "v" * 50})


def test_the_two_kinds_are_never_taken_for_each_other() -> None:
    proof = carrier.pack(ORIGIN, "", {}, KEY)
    whole = carrier.pack_whole(Thinking("", sidecar=Sidecar(ORIGIN, {})), KEY)
    assert carrier.unpack_whole(proof, KEY) is None
    assert carrier.unpack(whole, "", KEY) is None


def test_no_key_is_a_key_of_zeros() -> None:
    packed = carrier.pack(ORIGIN, "thought", {}, b"")
    assert carrier.unpack(packed, "thought", bytes(32)) == Sidecar(ORIGIN, {})


def test_long_data_does_not_grow_by_being_carried() -> None:
    encrypted = base64.b64encode(bytes(i * i * 7919 % 251 for i in range(30_000))).decode()
    packed = carrier.pack(ORIGIN, "", {"encrypted_content": encrypted}, KEY)
    assert len(packed) < 1.1 * len(encrypted)
    words = Thinking("First look at the file, then change the line. " * 2000)
    assert len(carrier.pack_whole(words, KEY)) < len(words.text) / 10


def test_a_carrier_of_the_first_version_is_recognised_and_opened_no_more() -> None:
    content: dict[str, Any] = {
        "d": "openai_chat",
        "p": None,
        "m": None,
        "h": "2d711642b726b044",
        "x": {},
    }
    raw = base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")
    first = f"dragoman:v1:{raw}"
    assert carrier.is_carrier(first)
    assert carrier.unpack(first, "x", KEY) is None


def test_a_provider_s_own_signature_is_no_carrier() -> None:
    assert not carrier.is_carrier("ErUBCkYIBxgCIkD")
    assert carrier.unpack("ErUBCkYIBxgCIkD", "x", KEY) is None


def test_a_body_tells_whether_a_carrier_is_in_it() -> None:
    packed = carrier.pack(ORIGIN, "thought", {}, KEY)
    for form in (packed, carrier.in_base64(packed), "dragoman:v1:AAAA"):
        body = json.dumps({"signature": form}).encode()
        wrapped = form == carrier.in_base64(packed)
        assert carrier.present_in(body)
        assert carrier.present_in(body, wrapped=wrapped)
        assert not carrier.present_in(body, wrapped=not wrapped)
    assert not carrier.present_in(b'{"signature":"ErUBCkYIBxgCIkD"}')
