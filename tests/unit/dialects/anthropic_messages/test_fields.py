from typing import Any

import pytest

from app.core.conversation import CacheMark
from app.core.failure import FailureKind, Refused
from app.core.sidecar import Origin
from app.dialects.anthropic_messages import fields


@pytest.mark.parametrize(
    ("read", "value", "complaint"),
    [
        (fields.text, None, "a.0: Field required"),
        (fields.text, 3, "a.0: Input should be a valid string"),
        (fields.integer, None, "a.0: Field required"),
        (fields.integer, True, "a.0: Input should be a valid integer"),
        (fields.integer, 1.0, "a.0: Input should be a valid integer"),
        (fields.integer, -1, "a.0: Input should be greater than or equal to 0"),
        (fields.number, "1", "a.0: Input should be a valid number"),
        (fields.number, True, "a.0: Input should be a valid number"),
        (fields.switch, 1, "a.0: Input should be a valid boolean"),
        (fields.mapping, None, "a.0: Field required"),
        (fields.mapping, [], "a.0: Input should be a valid dictionary"),
        (fields.items, {}, "a.0: Input should be a valid list"),
        (fields.optional_text, [], "a.0: Input should be a valid string"),
    ],
)
def test_a_wrong_type_is_refused_with_its_place_in_the_vendor_s_words(
    read: Any, value: Any, complaint: str
) -> None:
    with pytest.raises(Refused) as refused:
        read(value, "a.0")
    assert refused.value.failure.message == complaint
    assert refused.value.failure.param == "a.0"
    assert refused.value.failure.kind is FailureKind.BAD_REQUEST


def test_null_means_the_same_as_absent() -> None:
    assert fields.optional_text(None, "a") is None
    assert fields.number(None, "a") is None
    assert fields.switch(None, "a") is None
    assert fields.items(None, "a") == []


def test_a_cache_mark_carries_its_time_to_live() -> None:
    block = {"cache_control": {"type": "ephemeral", "ttl": "1h"}}
    assert fields.cache_mark(block, "a") == (CacheMark("1h"), {})
    assert fields.cache_mark({"cache_control": None}, "a") == (None, {})


def test_a_cache_control_of_the_future_is_kept_as_it_came() -> None:
    control = {"type": "ephemeral", "scope": "global"}
    assert fields.cache_mark({"cache_control": control}, "a") == (None, {"cache_control": control})


def test_fields_that_are_left_over_become_a_sidecar() -> None:
    assert fields.rest({"type": "x"}, frozenset({"type"})) is None
    sidecar = fields.rest({"type": "x", "new": 1}, frozenset({"type"}), {"more": 2})
    assert sidecar is not None
    assert sidecar.data == {"new": 1, "more": 2}
    assert sidecar.origin == Origin("anthropic_messages")
