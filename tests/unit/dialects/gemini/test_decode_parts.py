from typing import Any

import pytest

from app.core.conversation import Image, Opaque, Part, Text, Thinking, ToolCall, ToolResult
from app.core.failure import Refused
from app.core.sidecar import Origin, Sidecar
from app.dialects.gemini import proofs
from app.dialects.gemini.decode_parts import Parts
from app.dialects.gemini.tool_links import ToolLinks

SEAL = b"s" * 32
DEEP = Thinking("hm", sidecar=Sidecar(Origin("openai_chat", "p", "m"), {"x": 1}))
CARRIER = proofs.carried([DEEP], SEAL)
CALL = {"functionCall": {"id": "c1", "name": "look", "args": {"city": "Bonn"}}}


def read(*wire: Any) -> list[Part]:
    parts = Parts(ToolLinks(), SEAL)
    for index, part in enumerate(wire):
        parts.read(part, f"parts[{index}]")
    parts.end()
    return parts.said


def test_text_is_text() -> None:
    assert read({"text": "a"}, "b") == [Text("a"), Text("b")]


def test_an_empty_part_says_nothing() -> None:
    assert read({"text": ""}, {}, {"thought": True}, {"functionCall": None}) == []


def test_a_call_keeps_its_arguments_in_order() -> None:
    (call,) = read({"functionCall": {"id": "c", "name": "f", "args": {"b": 1, "a": 1.5}}})
    assert call == ToolCall("c", "f", '{"b":1,"a":1.5}')


def test_a_call_without_arguments_has_none() -> None:
    assert read({"function_call": {"id": "c", "name": "f"}}) == [ToolCall("c", "f", "{}")]


@pytest.mark.parametrize(
    ("response", "text", "is_error", "exact"),
    [
        ({"output": "fine"}, "fine", None, True),
        ({"error": "no"}, "no", True, True),
        ({"result": "fine"}, "fine", None, False),
        ({"result": {"a": 1}}, '{"a":1}', None, False),
        ({"a": 1, "b": "x"}, '{"a":1,"b":"x"}', None, False),
        ({"error": {"code": 1}}, '{"error":{"code":1}}', True, False),
        ({}, "{}", None, False),
    ],
)
def test_a_result_s_text_is_what_its_object_says(
    response: dict[str, Any], text: str, is_error: bool | None, exact: bool
) -> None:
    call, result = read(CALL, {"functionResponse": {"name": "look", "response": response}})
    assert isinstance(call, ToolCall)
    assert isinstance(result, ToolResult)
    assert (result.call_id, result.parts, result.is_error) == ("c1", (Text(text),), is_error)
    assert (result.sidecar is None) == exact
    if result.sidecar is not None:
        assert result.sidecar.data == {"response": response}


def test_a_result_may_show_pictures() -> None:
    picture = {"inlineData": {"mimeType": "image/png", "data": "QUJD"}}
    wire = {"id": "c1", "name": "look", "response": {"output": "see"}, "parts": [picture]}
    (result,) = read({"functionResponse": wire})
    assert isinstance(result, ToolResult)
    assert [type(part) for part in result.parts] == [Text, Image]


def test_a_thought_told_in_pieces_is_one() -> None:
    wire = [{"text": "a", "thought": True}, {"text": "b", "thought": True}, {"text": "so"}]
    assert read(*wire) == [Thinking("ab"), Text("so")]


def test_google_s_signature_is_hidden_beside_its_part() -> None:
    hidden, call = read({**CALL, "thoughtSignature": "sig"})
    assert hidden == proofs.hidden("sig", "next", "c1")
    assert isinstance(call, ToolCall)
    assert read({"text": "a", "thought_signature": "sig"}) == [
        proofs.hidden("sig", "next"),
        Text("a"),
    ]
    assert read({"text": "a"}, {"text": "", "thoughtSignature": "sig"}) == [
        Text("a"),
        proofs.hidden("sig", "previous"),
    ]


def test_a_thought_may_bear_its_own_signature() -> None:
    signed = {"text": "b", "thought": True, "thoughtSignature": "sig"}
    (thought,) = read({"text": "a", "thought": True}, signed)
    assert thought == Thinking("ab", sidecar=proofs.own("sig"))


def test_a_carrier_is_opened_before_its_part() -> None:
    assert read({**CALL, "thoughtSignature": CARRIER})[0] == DEEP
    assert read({"text": "a", "thoughtSignature": CARRIER}) == [DEEP, Text("a")]
    assert read({"thoughtSignature": CARRIER}) == [DEEP]


def test_words_that_a_client_kept_are_not_told_twice() -> None:
    wire = [{"text": "hm", "thought": True}, {"text": "a", "thoughtSignature": CARRIER}]
    assert read(*wire) == [DEEP, Text("a")]


def test_a_placeholder_is_left_out() -> None:
    placed = {**CALL, "thoughtSignature": "skip_thought_signature_validator"}
    assert [type(part) for part in read(placed)] == [ToolCall]


def test_a_part_of_google_s_own_is_kept_whole_with_its_signature() -> None:
    wire = {"executableCode": {"code": "1+1"}, "thoughtSignature": "sig"}
    (part,) = read(wire)
    assert isinstance(part, Opaque)
    assert part.kind == "executableCode"
    assert part.sidecar.data == wire
    (bare,) = read({**wire, "thoughtSignature": CARRIER})[1:]
    assert isinstance(bare, Opaque)
    assert "thoughtSignature" not in bare.sidecar.data


def test_fields_beside_text_stay_with_it() -> None:
    for beside in ({"extra": 1}, {"partMetadata": {"x": 1}}):
        (text,) = read({"text": "a", **beside})
        assert isinstance(text, Text)
        assert text.sidecar is not None
        assert text.sidecar.data == beside
    assert read({"text": "", "partMetadata": {"x": 1}}) == []


def test_text_goes_on_over_a_seam_only() -> None:
    parts = Parts(ToolLinks(), SEAL)
    for words in ("Hel", "lo"):
        parts.seam()
        parts.read({"text": words}, "p")
    parts.read({"text": "!"}, "p")
    assert parts.said == [Text("Hello"), Text("!")]


@pytest.mark.parametrize(
    "wrong",
    [
        1,
        {"text": 1},
        {"functionCall": {}},
        {"functionCall": {"name": "f", "args": []}},
        {"functionResponse": {"name": "f", "response": "x"}},
        {"functionResponse": {"name": "f", "parts": "x"}},
        {"text": "a", "thoughtSignature": 1},
    ],
)
def test_a_wrong_form_is_refused(wrong: Any) -> None:
    with pytest.raises(Refused):
        read(wrong)
