from hypothesis import given
from hypothesis import strategies as st

from app.storage.latency_steps import milliseconds, step


def test_steps_are_eighths_of_an_octave() -> None:
    assert [step(ms) for ms in (0, 1, 2, 4, 1024)] == [0, 0, 8, 16, 80]


@given(st.integers(1, 10_000_000))
def test_a_time_read_back_is_right_to_about_five_percent(ms: int) -> None:
    assert abs(milliseconds(step(ms)) - ms) <= max(0.05 * ms, 1)


@given(st.integers(0, 10_000_000))
def test_longer_is_never_a_lower_step(ms: int) -> None:
    assert step(ms) <= step(ms + 1)
