import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import Rate, convert


@given(st.integers(0, 10**15))
def test_a_currency_is_itself_without_a_rate(micros: int) -> None:
    assert convert(micros, "CNY", "CNY", Rate(7.1)) == micros


@given(st.integers(0, 10**12), st.floats(0.01, 1000))
def test_there_and_back_is_the_same_but_for_rounding(micros: int, rate: float) -> None:
    there = convert(micros, "USD", "CNY", Rate(rate))
    assert abs(convert(there, "CNY", "USD", Rate(rate)) - micros) <= 1 + 1 / rate


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(ValueError, match="no currency"):
        convert(1, "EUR", "USD", Rate(7.1))
