from typing import Any

import pytest

from app.core.conversation import Text, Turn
from app.core.failure import FailureKind
from app.core.sidecar import Origin, Sidecar
from app.dialects.base import ClientCall
from app.dialects.openai_chat.decode_request import decode_request
from tests.dialects.chat_wire import decoded, refusal


def test_the_client_its_model_and_its_words_are_known() -> None:
    found = decoded()
    assert (found.client, found.model) == ("openai_chat", "m")
    assert found.turns == (Turn("user", (Text("Hello"),)),)
    assert found.sidecar is None


def test_unknown_fields_are_kept_and_nulls_are_not() -> None:
    found = decoded(store=True, news={"a": None}, metadata=None)
    assert found.sidecar == Sidecar(Origin("openai_chat"), {"store": True, "news": {"a": None}})


@pytest.mark.parametrize(
    ("fields", "place", "code"),
    [
        ({"model": None}, "model", "missing_required_parameter"),
        ({"model": ""}, "model", "missing_required_parameter"),
        ({"model": 5}, "model", "invalid_type"),
        ({"messages": None}, "messages", "missing_required_parameter"),
        ({"messages": []}, "messages", "empty_array"),
        ({"messages": "Hi"}, "messages", "invalid_type"),
    ],
)
def test_what_must_be_there_is_asked_for(fields: dict[str, Any], place: str, code: str) -> None:
    told = refusal(lambda: decoded(**fields))
    assert (told.kind, told.param, told.code) == (FailureKind.BAD_REQUEST, place, code)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 5000])
def test_a_body_that_is_no_object_is_refused(body: bytes) -> None:
    told = refusal(lambda: decode_request(ClientCall(body)))
    assert told.kind is FailureKind.BAD_REQUEST
    assert "JSON" in told.message
