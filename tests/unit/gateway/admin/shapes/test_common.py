"""Times, money and strictness, as they go over the wire."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app.gateway.admin.shapes.common import (
    Change,
    Flag,
    Money,
    PageQuery,
    When,
    milliseconds,
    moment,
    moneys,
)

WHEN: TypeAdapter[datetime] = TypeAdapter(When)
FLAG: TypeAdapter[bool] = TypeAdapter(Flag)


@given(st.integers(0, 253_402_300_799_999))
def test_a_moment_leads_back_to_its_milliseconds(at_ms: int) -> None:
    text = moment(at_ms)
    assert len(text) == 24
    assert milliseconds(WHEN.validate_json(f'"{text}"', strict=True)) == at_ms


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21T07:31:16",
        "2026-11-21 07:31:16Z",
        "2026-11-21",
        "1763710276",
        "2026-13-21T07:31:16Z",
        "2026-11-21T25:31:16Z",
        "2026-11-21T07:31:16+99:00",
    ],
)
def test_what_is_no_time_with_a_zone_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        WHEN.validate_json(f'"{text}"', strict=True)


def test_any_zone_is_taken() -> None:
    for text in ("2026-11-21T15:31:16.5+08:00", "2026-11-21t07:31:16.500z"):
        found = WHEN.validate_json(f'"{text}"', strict=True)
        assert found == datetime(2026, 11, 21, 7, 31, 16, 500_000, UTC)


@given(st.integers(-(10**18), 10**18))
def test_an_amount_is_exact(micros: int) -> None:
    amount = Money.of(micros, "USD").amount
    whole, rest = amount.split(".")
    assert int(whole + rest) == micros
    assert amount.startswith("-") == (micros < 0)


def test_sums_are_told_in_the_order_of_currencies() -> None:
    assert [each.currency for each in moneys({"CNY": 1, "USD": 2, "": 3})] == ["USD", "CNY"]


def test_a_flag_is_true_or_false() -> None:
    assert FLAG.validate_python("true") is True
    assert FLAG.validate_python("false") is False
    for text in ("1", "yes", "True", ""):
        with pytest.raises(ValidationError):
            FLAG.validate_python(text)


def test_a_page_is_bounded() -> None:
    assert PageQuery.model_validate({"limit": "200"}).limit == 200
    for limit in ("0", "201", "1_0", " 5", "5.0", "", "0x10"):
        with pytest.raises(ValidationError):
            PageQuery.model_validate({"limit": limit})


def test_a_change_knows_what_was_given() -> None:
    class Example(Change):
        name: str = ""
        limit: int | None = None

    assert Example.model_validate_json('{"limit":null}').given() == {"limit": None}
    assert Example.model_validate_json("{}").given() == {}
