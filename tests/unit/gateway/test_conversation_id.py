import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gateway.conversation_id import conversation_id
from app.gateway.splice import peek


def of(headers: dict[str, str] | None = None, **body: Any) -> str:
    return conversation_id(headers or {}, peek(json.dumps({"model": "m", **body}).encode()))


@pytest.mark.parametrize(
    "header",
    ["x-claude-code-session-id", "session-id", "session_id", "thread-id", "x-session-affinity"],
)
def test_a_clients_session_header_names_the_conversation(header: str) -> None:
    assert of({header: "abc-1"}, prompt_cache_key="other") == "abc-1"


def test_the_cache_key_names_it_where_no_header_does() -> None:
    assert of(prompt_cache_key="ses_1", metadata={"user_id": "u"}) == "ses_1"


def test_claude_codes_user_id_holds_the_session() -> None:
    user = json.dumps({"device_id": "d", "account_uuid": "", "session_id": "s-1"})
    assert of(metadata={"user_id": user}) == "s-1"


def test_a_plain_user_id_is_the_last_resort() -> None:
    assert of(metadata={"user_id": "user-7"}) == "user-7"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"prompt_cache_key": 5, "metadata": None},
        {"metadata": {"user_id": {"a": 1}}},
        {"metadata": "x", "prompt_cache_key": ""},
    ],
)
def test_a_request_that_names_none_has_none(body: dict[str, Any]) -> None:
    assert of(**body) == ""


def test_a_broken_inner_object_is_an_id_like_any_other() -> None:
    assert of(metadata={"user_id": "{not json"}).startswith("sha256:")


@given(st.text(min_size=1))
def test_every_id_is_short_and_printable_and_always_the_same(value: str) -> None:
    named = of({"session-id": value})
    assert named == of({"session-id": value})
    assert 1 <= len(named) <= 128
    assert named.isascii()
    assert named.isprintable()
