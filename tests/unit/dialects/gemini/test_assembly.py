"""The parts of an answer out of chunks; tests/dialects/test_gemini_stream_corpus.py has more."""

from typing import Any

import pytest

from app.core.conversation import Opaque, Refusal, Text, Thinking, ToolCall
from app.core.events import Event, PartDelta, PartEnded, PartStarted
from app.core.search import Search
from app.core.sidecar import Sidecar
from app.dialects.gemini.assembly import Assembly
from tests.dialects.gemini_wire import OWN, call


def assembled(*parts: Any, names: dict[str, str] | None = None) -> list[Event]:
    assembly = Assembly(OWN, names or {})
    for part in parts:
        assembly.part(part)
    assembly.close()
    return assembly.out


def test_words_go_on_where_they_stopped() -> None:
    assert assembled({"text": "a"}, {"text": ""}, {"text": "b"}) == [
        PartStarted(0, Text("")),
        PartDelta(0, "ab"),
        PartEnded(0),
    ]


def test_another_kind_of_words_is_another_part() -> None:
    assert assembled({"text": "a", "thought": True}, {"text": "b"}) == [
        PartStarted(0, Thinking("")),
        PartDelta(0, "a"),
        PartEnded(0),
        PartStarted(1, Text("")),
        PartDelta(1, "b"),
        PartEnded(1),
    ]


def test_a_signature_is_a_hidden_thought_before_its_call() -> None:
    data = {"thoughtSignature": "U2ln", "on": "next", "call": "c1"}
    assert assembled(
        {**call(a=1), "thoughtSignature": "U2ln"},
    ) == [
        PartStarted(0, Thinking("", redacted=True)),
        PartEnded(0, Sidecar(OWN, data)),
        PartStarted(1, ToolCall("c1", "f", "")),
        PartDelta(1, '{"a":1}'),
        PartEnded(1),
    ]


def test_fields_beside_words_and_calls_are_kept_at_their_end() -> None:
    kept = Sidecar(OWN, {"partMetadata": {"a": 1}})
    text, *_ = [
        e for e in assembled({"text": "a", **kept.data}, {"text": "b"}) if type(e) is PartEnded
    ]
    assert text == PartEnded(0, kept)
    assert assembled({**call(), **kept.data})[-1] == PartEnded(0, kept)


def test_names_lead_back_to_the_client_s() -> None:
    started = assembled(call("short"), names={"short": "long"})[0]
    assert started == PartStarted(0, ToolCall("c1", "long", ""))


def test_a_call_in_pieces_is_not_understood() -> None:
    with pytest.raises(ValueError, match="in pieces"):
        assembled({"functionCall": {"name": "f", "willContinue": True}})


def test_refusals_and_sources_are_parts_of_their_own() -> None:
    assembly = Assembly(OWN, {})
    assert not assembly.spoke
    assembly.part({"text": "a"})
    assert assembly.spoke
    assembly.refusal("No.")
    assembly.grounded(Search("q"), {"groundingMetadata": {}})
    assert assembly.out[3:] == [
        PartStarted(1, Refusal("")),
        PartDelta(1, "No."),
        PartEnded(1),
        PartStarted(
            2,
            Opaque(
                "grounding",
                "[Searched the web: q]",
                Sidecar(OWN, {"groundingMetadata": {}}),
                Search("q"),
            ),
        ),
        PartEnded(2),
    ]
