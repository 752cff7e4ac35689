"""Cutting into batches loses nothing and keeps the order."""

from hypothesis import given
from hypothesis import strategies as st

from app.dialects.embeddings.batches import batches

SIZES = st.lists(st.integers(0, 50), max_size=60)
LIMITS = st.none() | st.integers(1, 12)


@given(SIZES, LIMITS, st.none() | st.integers(1, 120))
def test_batches_put_together_are_the_inputs_in_their_order(
    sizes: list[int], limit: int | None, room: int | None
) -> None:
    found = batches(len(sizes), limit, sizes, room)
    assert [at for batch in found for at in batch] == list(range(len(sizes)))


@given(SIZES, LIMITS, st.integers(1, 120))
def test_a_batch_is_within_the_limits_or_one_input_that_is_too_large(
    sizes: list[int], limit: int | None, room: int
) -> None:
    for batch in batches(len(sizes), limit, sizes, room):
        assert limit is None or len(batch) <= limit
        assert len(batch) == 1 or sum(sizes[at] for at in batch) <= room


def test_without_limits_there_is_one_batch() -> None:
    assert batches(7, None, None, None) == (range(7),)
    assert batches(0, None, None, None) == ()


def test_a_limit_of_inputs_cuts_without_any_sizes() -> None:
    assert batches(5, 2, None, 10) == (range(2), range(2, 4), range(4, 5))
