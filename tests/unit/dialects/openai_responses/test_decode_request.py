import pytest

from app.core.failure import FailureKind
from app.core.sidecar import Sidecar
from app.dialects.base import ClientCall
from app.dialects.openai_responses.decode_request import decode_request
from app.dialects.openai_responses.wire import ORIGIN
from tests.dialects.responses_wire import decoded, refusal, system, user


def test_instructions_stand_before_everything() -> None:
    asked = decoded(instructions="Be brief.", input="Hello")
    assert asked.turns == (system("Be brief."), user("Hello"))
    assert (asked.client, asked.model) == ("openai_responses", "m")


def test_what_has_no_place_of_its_own_is_kept() -> None:
    asked = decoded(store=False, include=["x"], client_metadata={"a": "b"}, truncation=None)
    kept = {"store": False, "include": ["x"], "client_metadata": {"a": "b"}}
    assert asked.sidecar == Sidecar(ORIGIN, kept)


@pytest.mark.parametrize(
    ("fields", "param", "code"),
    [
        ({"model": ""}, "model", "missing_required_parameter"),
        ({"input": []}, "input", "empty_array"),
        ({"input": None}, "input", "missing_required_parameter"),
        ({"background": True}, "background", "unsupported_parameter"),
        ({"conversation": "conv_1"}, "conversation", "unsupported_parameter"),
        ({"prompt": {"id": "p"}}, "prompt", "unsupported_parameter"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(
    fields: dict[str, object], param: str, code: str
) -> None:
    told = refusal(lambda: decoded(**fields))
    assert (told.param, told.code, told.status) == (param, code, 400)


def test_an_answer_that_is_not_kept_is_told_to_be_unknown() -> None:
    told = refusal(lambda: decoded(previous_response_id="resp_1"))
    assert told.code == "previous_response_not_found"
    assert told.kind is FailureKind.BAD_REQUEST


def test_a_body_that_is_no_object_is_refused() -> None:
    assert "JSON object" in refusal(lambda: decode_request(ClientCall(b"[]"))).message
