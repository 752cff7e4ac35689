"""Secrets taken out of whole bodies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.secrets.redact import Redactor
from app.secrets.redact_body import redact_body

KEY = "sk-CANARYCANARYCANARY"


def test_known_secrets_and_what_looks_like_a_key_are_cut_out() -> None:
    known = Redactor()
    known.register("hunter2-canary")
    body = f'{{"content": "hunter2-canary and {KEY}, 你好"}}'.encode()
    assert redact_body(body, known).decode() == ('{"content": "[redacted] and [redacted], 你好"}')


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"password": 123, "note": "cookie, token: basic understanding"}',
        '{"thinking": "好", "signature": "EqQBCkYIBBgCKkA/+=="}'.encode(),
    ],
)
def test_everything_else_stays_as_it_is(body: bytes) -> None:
    assert redact_body(body) == body


def test_what_is_no_text_is_kept_but_for_known_secrets() -> None:
    known = Redactor()
    known.register("hunter2-canary")
    body = b"\xff\xfe" + KEY.encode() + b"hunter2-canary\x00"
    assert redact_body(body, known) == b"\xff\xfe" + KEY.encode() + b"[redacted]\x00"


def test_a_character_that_is_cut_off_at_the_end_is_left_out() -> None:
    assert redact_body("你好".encode()[:-1]) == "你".encode()


@given(st.integers(0, 70_000), st.sampled_from(["x", "x ", '","', "字", "sk-"]))
def test_where_a_key_lies_in_a_large_body_never_matters(place: int, filling: str) -> None:
    filler = filling * (70_000 // len(filling))
    body = f"{filler[:place]} {KEY} {filler[place:]}".encode()
    expected = Redactor().without_keys(body.decode())
    assert KEY not in expected
    assert redact_body(body).decode() == expected
