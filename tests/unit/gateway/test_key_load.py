"""Requests of a key that run at the same time."""

import pytest

from app.core.failure import FailureKind, Refused
from app.gateway.key_load import KeyLoad
from app.secrets.client_keys import local_key
from app.secrets.secret import Secret

KEY = local_key(Secret("drg-test-0123456789abcdefghijklmnopqrstuv"))


def test_one_over_the_limit_is_refused_and_room_comes_back() -> None:
    load = KeyLoad()
    with load.one_more(KEY, 1):
        with pytest.raises(Refused) as refused, load.one_more(KEY, 1):
            pass
        assert refused.value.failure.kind is FailureKind.RATE_LIMITED
    with load.one_more(KEY, 1):
        pass


def test_a_request_that_fails_gives_its_place_back() -> None:
    load = KeyLoad()
    with pytest.raises(RuntimeError), load.one_more(KEY, 1):
        raise RuntimeError
    with load.one_more(KEY, 1):
        pass
