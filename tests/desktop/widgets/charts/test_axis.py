import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desktop.widgets.charts.axis import ticks


@pytest.mark.parametrize(
    ("highest", "expected"),
    [
        (1.84, [0, 0.5, 1, 1.5, 2]),
        (43.2, [0, 20, 40, 60]),
        (100, [0, 25, 50, 75, 100]),
        (0.0031, [0, 0.001, 0.002, 0.003, 0.004]),
        (0, [0, 1]),
        (float("nan"), [0, 1]),
    ],
)
def test_ticks_are_numbers_that_a_person_would_choose(
    highest: float, expected: list[float]
) -> None:
    assert ticks(highest) == expected


def test_what_is_counted_has_whole_ticks() -> None:
    assert ticks(3, whole=True) == [0, 1, 2, 3]
    assert ticks(1, whole=True) == [0, 1]


@given(st.floats(min_value=1e-6, max_value=1e15))
def test_every_axis_reaches_over_its_values_with_few_ticks(highest: float) -> None:
    found = ticks(highest)
    assert found[0] == 0
    assert found[-1] >= highest * (1 - 1e-9)
    assert 2 <= len(found) <= 5
    assert found[-1] <= highest * 3
