import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.conversation import Text, Turn
from app.core.failure import FailureKind, Refused
from app.dialects.base import ClientCall
from app.dialects.gemini.decode_request import decode_request

HI: dict[str, Any] = {"contents": [{"role": "user", "parts": [{"text": "hi"}]}]}
PATH = "models/gemini-3-pro:generateContent"

_WORDS = st.sampled_from(
    [
        "contents",
        "parts",
        "text",
        "role",
        "user",
        "model",
        "functionCall",
        "function_response",
        "name",
        "args",
        "id",
        "response",
        "tools",
        "functionDeclarations",
        "parameters",
        "type",
        "thought",
        "thoughtSignature",
        "systemInstruction",
        "mode",
        "x",
        "generation_config",
        "thinkingConfig",
        "inlineData",
        "mimeType",
        "data",
        "fileData",
        "fileUri",
        "toolConfig",
    ]
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | _WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORDS, inner, max_size=5),
    max_leaves=20,
)


def decoded(body: Any, path: str = PATH) -> Any:
    return decode_request(ClientCall(json.dumps(body).encode(), path=path))


def test_the_path_names_the_model_and_whether_it_streams() -> None:
    assert decoded(HI).model == "gemini-3-pro"
    assert not decoded(HI).options.stream
    found = decoded(HI, "models/openai/gpt-5:free:streamGenerateContent")
    assert found.model == "openai/gpt-5:free"
    assert found.options.stream


def test_a_tuned_model_keeps_its_kind() -> None:
    assert decoded(HI, "tunedModels/mine:generateContent").model == "tunedModels/mine"


def test_instructions_come_first() -> None:
    found = decoded({**HI, "system_instruction": {"parts": [{"text": "be kind"}]}})
    assert found.turns[0] == Turn("system", (Text("be kind"),))


def test_what_has_no_neutral_form_is_kept_under_its_name() -> None:
    found = decoded(
        {
            **HI,
            "safety_settings": [{"category": "X"}],
            "cachedContent": "cachedContents/a",
            "labels": {"a_b": "c"},
            "generationConfig": {"mediaResolution": "LOW"},
            "toolConfig": {"retrievalConfig": {}},
            "model": "models/other",
        }
    )
    assert found.sidecar.towards("gemini") == {
        "safetySettings": [{"category": "X"}],
        "cachedContent": "cachedContents/a",
        "labels": {"a_b": "c"},
        "generationConfig": {"mediaResolution": "LOW"},
        "toolConfig": {"retrievalConfig": {}},
    }
    assert decoded(HI).sidecar is None


def test_what_is_to_be_counted_may_stand_inside() -> None:
    path = "models/m:countTokens"
    body = {"generateContentRequest": {**HI, "systemInstruction": {"parts": [{"text": "x"}]}}}
    assert [turn.role for turn in decoded(body, path).turns] == ["system", "user"]
    assert [turn.role for turn in decoded(HI, path).turns] == ["user"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"contents": []}', b"{}"])
def test_what_is_no_request_is_refused(body: bytes) -> None:
    with pytest.raises(Refused) as refused:
        decode_request(ClientCall(body, path=PATH))
    assert refused.value.failure.kind is FailureKind.BAD_REQUEST


def refusal(body: Any) -> FailureKind | None:
    """The kind of the failure, None where the body was understood."""
    try:
        decoded(body)
    except Refused as refused:
        return refused.failure.kind
    return None


@given(st.dictionaries(_WORDS, _JSON) | st.fixed_dictionaries({"contents": _JSON, "tools": _JSON}))
def test_every_body_is_understood_or_refused(body: Any) -> None:
    assert refusal(body) in (None, FailureKind.BAD_REQUEST, FailureKind.UNSUPPORTED)


@given(_JSON)
def test_every_part_is_understood_or_refused(part: Any) -> None:
    body = {"contents": [{"role": "model", "parts": [part, {"text": "a"}, part]}]}
    assert refusal(body) in (None, FailureKind.BAD_REQUEST)
