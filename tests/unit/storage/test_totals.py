from app.storage.totals import Totals


def test_input_is_all_that_was_read_cached_or_not() -> None:
    totals = Totals(fresh=10, cache_read=80, cache_write=10, output=7, reasoning=3)
    assert (totals.input, totals.tokens) == (100, 107)
    assert totals.cache_share == 0.8


def test_without_input_there_is_no_share() -> None:
    assert Totals(output=7).cache_share is None
