"""A secret does not show itself, and what cannot be one is refused."""

import copy
import pickle

import pytest

from app.secrets.secret import Secret, SecretValueError


def test_nothing_but_reveal_shows_the_value() -> None:
    secret = Secret("canary")
    for text in (repr(secret), str(secret), f"{secret}", f"{secret:>20}", repr([secret])):
        assert "canary" not in text
    assert secret.reveal() == "canary"


def test_it_is_neither_pickled_nor_copied() -> None:
    for act in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            act(Secret("canary"))


def test_equal_values_are_equal() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a")}) == 1


def test_space_and_a_byte_order_mark_around_it_are_taken_off() -> None:
    assert Secret.entered("\ufeff sk-x \r\n").reveal() == "sk-x"


@pytest.mark.parametrize(
    "text",
    ["", " \n", "a\r\nX-Evil: 1", "a\x00b", "a\x7f", "“sk-x”", "Bearer sk-x", "k" * 70_000],
)
def test_what_cannot_be_sent_in_a_header_is_refused_and_not_quoted(text: str) -> None:
    with pytest.raises(SecretValueError) as refusal:
        Secret.entered(text)
    assert "sk-x" not in str(refusal.value)
    assert "Evil" not in str(refusal.value)
