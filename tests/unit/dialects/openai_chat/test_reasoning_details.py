"""Proofs of thinking in the list that Chat clients keep."""

from hypothesis import given
from hypothesis import strategies as st

from app.core.conversation import Thinking
from app.core.sidecar import Origin, Sidecar
from app.dialects.openai_chat import reasoning_details
from app.dialects.openai_chat.wire import NAME

KEY = bytes(range(32))
OPENAI = Sidecar(Origin("openai_responses", "openai", "gpt"), {"encrypted_content": "gAAAA"})
LOOK_ALIKE = Sidecar(Origin("anthropic_messages", "kimi", "k2"), {"signature": "uuid"})
GENUINE = Sidecar(Origin("anthropic_messages"), {"signature": "ErUB"})
PLAIN = Sidecar(Origin(NAME, "deepseek", "v4"), {"field": "reasoning_content"})


def test_foreign_proof_travels_in_a_carrier_with_its_words() -> None:
    for sidecar in (OPENAI, LOOK_ALIKE):
        (entry,) = reasoning_details.encode("Hm", sidecar, KEY)
        assert entry["type"] == "reasoning.encrypted"
        assert b"gAAAA" not in str(entry).encode()
        assert reasoning_details.decode("Hm", [entry], KEY) == [Thinking("Hm", sidecar=sidecar)]


def test_only_a_genuine_signature_is_told_as_anthropic_s() -> None:
    (entry,) = reasoning_details.encode("Hm", GENUINE, KEY)
    assert entry["format"] == "anthropic-claude-v1"
    assert reasoning_details.decode("Hm", [entry], KEY) == [Thinking("Hm", sidecar=GENUINE)]
    (other,) = reasoning_details.encode("Hm", LOOK_ALIKE, KEY)
    assert other["format"] == "unknown"


def test_words_that_need_no_proof_have_no_details() -> None:
    assert reasoning_details.encode("Hm", PLAIN, KEY) == []
    assert reasoning_details.encode("Hm", None, KEY) == []
    assert reasoning_details.encode("Hm", Sidecar(Origin("dragoman"), {}), KEY) == []


def test_hidden_thinking_stays_hidden() -> None:
    entries = reasoning_details.encode("", OPENAI, KEY)
    hidden = Thinking("", redacted=True, sidecar=OPENAI)
    assert reasoning_details.decode("", entries, KEY) == [hidden]


def test_a_client_that_keeps_the_words_alone_returns_them_unproved() -> None:
    assert reasoning_details.decode("Hm", None, KEY) == [Thinking("Hm")]


def test_what_does_not_open_leaves_the_words() -> None:
    (entry,) = reasoning_details.encode("Hm", OPENAI, bytes(32))
    assert reasoning_details.decode("Hm", [entry], KEY) == [Thinking("Hm")]
    assert reasoning_details.decode("", [entry], KEY) == []


@given(st.lists(st.sampled_from([OPENAI, LOOK_ALIKE]), min_size=1, max_size=4))
def test_several_thoughts_of_one_message_come_back_apart(proofs: list[Sidecar]) -> None:
    thoughts = [Thinking(f"thought {n}", sidecar=proof) for n, proof in enumerate(proofs)]
    listed = [
        entry
        for thought in thoughts
        for entry in reasoning_details.encode(thought.text, thought.sidecar, KEY)
    ]
    words = "".join(thought.text for thought in thoughts)
    assert reasoning_details.decode(words, listed, KEY) == thoughts


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers()) | st.integers()))
def test_any_list_is_read(listed: list[object]) -> None:
    for thought in reasoning_details.decode("words", listed, KEY):
        assert isinstance(thought, Thinking)
