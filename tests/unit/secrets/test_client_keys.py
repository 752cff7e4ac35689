"""Client keys: told apart by digest, minted at random, kept without their tokens."""

from hypothesis import given
from hypothesis import strategies as st

from app.secrets import client_keys
from app.secrets.client_keys import ClientKey, ClientKeys
from app.secrets.secret import Secret


def test_a_token_is_long_random_and_told_by_its_prefix() -> None:
    first, second = client_keys.mint(), client_keys.mint()
    assert first != second
    assert first.reveal().startswith("drg-")
    assert len(first.reveal()) >= 47


def test_a_key_is_found_by_its_token_as_text_or_bytes() -> None:
    token = client_keys.mint()
    key = ClientKey("laptop", client_keys.digest(token), "work")
    keys = ClientKeys([key])
    assert keys.authenticate(token.reveal()) is key
    assert keys.authenticate(token.reveal().encode()) is key


def test_replaced_keys_no_longer_open_the_door() -> None:
    token = Secret("drg-one")
    keys = ClientKeys([client_keys.local_key(token)])
    assert len(keys) == 1
    keys.replace([])
    assert keys.authenticate("drg-one") is None


@given(st.one_of(st.text(), st.binary(), st.just("drg-one\udcff")))
def test_nothing_else_opens_the_door(token: str | bytes) -> None:
    keys = ClientKeys([client_keys.local_key(Secret("drg-one"))])
    assert keys.authenticate(token) is None
    assert ClientKeys().authenticate("") is None
