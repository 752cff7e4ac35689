"""Money is whole, rounded once, and told for every kind of token."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.usage import Usage
from app.providers.pricing.price import Price, Rates, Tariff, Variant, cost, flat, saved

HOUR = 3_600_000
DAY = 24 * HOUR
PLAIN = Rates(3_000_000, 300_000, 3_750_000, 6_000_000, 15_000_000)

rate = st.integers(0, 200_000_000)
tokens = st.integers(0, 3_000_000)
rates = st.builds(
    Rates, rate, rate, rate, rate, rate, reasoning=st.none() | rate, request=rate, search=rate
)
usages = st.builds(
    Usage, tokens, tokens, tokens, tokens, reasoning=st.none() | tokens, estimated=st.booleans()
)


def price(of: Rates) -> Price:
    return flat(of, "USD", "settings")


def test_every_kind_of_token_has_its_rate() -> None:
    usage = Usage(fresh=1000, cache_read=20_000, cache_write=400, output=50)
    assert cost(price(PLAIN), usage, 0) == 3000 + 6000 + 1500 + 750


def test_half_a_micro_goes_to_the_even_one() -> None:
    one = price(replace(PLAIN, fresh=500_000))
    assert [cost(one, Usage(fresh=n), 0) for n in (1, 3, 5)] == [0, 2, 2]


def test_reasoning_costs_as_output_unless_it_has_a_rate() -> None:
    usage = Usage(output=100, reasoning=40)
    assert cost(price(PLAIN), usage, 0) == 1500
    assert cost(price(replace(PLAIN, reasoning=1_000_000)), usage, 0) == 900 + 40


def test_more_reasoning_than_output_is_no_refund() -> None:
    usage = Usage(output=10, reasoning=40)
    assert cost(price(replace(PLAIN, reasoning=1_000_000)), usage, 0) == 10


def test_a_cache_that_lives_an_hour_costs_its_own_rate() -> None:
    raw = {"cache_creation": {"ephemeral_5m_input_tokens": 60, "ephemeral_1h_input_tokens": 40}}
    usage = Usage(cache_write=100, raw=raw)
    assert cost(price(PLAIN), usage, 0) == 225 + 240


@pytest.mark.parametrize(
    "raw",
    [
        None,
        {},
        {"cache_creation": None},
        {"cache_creation": {"ephemeral_1h_input_tokens": None}},
        {"cache_creation": {"ephemeral_1h_input_tokens": -5}},
        {"cache_creation": {"ephemeral_1h_input_tokens": "9"}},
        {"cache_creation": 7},
    ],
)
def test_an_odd_usage_object_costs_the_common_rate(raw: dict[str, object] | None) -> None:
    assert cost(price(PLAIN), Usage(cache_write=100, raw=raw), 0) == 375


def test_searches_and_requests_cost_by_the_piece() -> None:
    raw = {"server_tool_use": {"web_search_requests": 3}}
    of = replace(PLAIN, request=12_000, search=10_000)
    assert cost(price(of), Usage(fresh=1000, raw=raw), 0) == 3000 + 12_000 + 30_000
    told = Usage(fresh=1000, searches=2)
    assert cost(price(of), told, 0) == 3000 + 12_000 + 20_000
    assert cost(price(of), replace(told, helped=2), 0) == 3000 + 12_000  # Dragoman's own


def test_a_long_input_takes_the_whole_request_to_the_next_step() -> None:
    dear = Rates(6_000_000, 600_000, 7_500_000, 12_000_000, 22_500_000)
    dearest = replace(dear, fresh=9_000_000)
    stepped = Price((Tariff(PLAIN, ((500_000, dearest), (200_000, dear))),), "USD", "settings")
    assert cost(stepped, Usage(fresh=200_000, output=10), 0) == 600_000 + 150
    assert cost(stepped, Usage(fresh=1, cache_read=200_000, output=10), 0) == 6 + 120_000 + 225
    assert cost(stepped, Usage(fresh=500_001), 0) == 4_500_009
    assert stepped.rates(0, 200_001) == dear
    assert stepped.rates(0) == PLAIN


def test_the_last_tariff_in_force_counts() -> None:
    first, later, night = (replace(PLAIN, fresh=n * 1_000_000) for n in (1, 2, 3))
    of = Price(
        (
            Tariff(first),
            Tariff(later, since="1970-01-11", since_ms=10 * DAY),
            Tariff(night, daily=(22 * HOUR, 2 * HOUR)),
        ),
        "USD",
        "settings",
        "2026-11",
    )
    usage = Usage(fresh=1_000_000)
    assert cost(of, usage, 9 * DAY + 12 * HOUR) == 1_000_000
    assert cost(of, usage, 10 * DAY + 2 * HOUR) == 2_000_000
    assert cost(of, usage, 10 * DAY + 22 * HOUR) == 3_000_000
    assert cost(of, usage, 10 * DAY + HOUR) == 3_000_000
    assert of.dated(9 * DAY + 12 * HOUR) == "2026-11"
    assert of.dated(10 * DAY + 12 * HOUR) == "1970-01-11"


def test_the_first_tariff_counts_where_none_is_in_force() -> None:
    of = Price((Tariff(PLAIN, daily=(HOUR, 2 * HOUR)),), "USD", "settings")
    assert of.rates(0) == PLAIN


def test_what_the_usage_object_says_can_choose_other_tariffs() -> None:
    fast = replace(PLAIN, output=30_000_000)
    of = Price(
        (Tariff(PLAIN),), "USD", "settings", variants=(Variant("speed", "fast", (Tariff(fast),)),)
    )
    assert cost(of, Usage(output=10, raw={"speed": "fast"}), 0) == 300
    assert cost(of, Usage(output=10, raw={"speed": "standard"}), 0) == 150
    assert cost(of, Usage(output=10), 0) == 150


def test_a_cache_saves_what_it_read_less_what_its_writing_cost_more() -> None:
    of = price(PLAIN)
    assert saved(of, Usage(fresh=9, output=9), 0) == 0
    assert saved(of, Usage(cache_read=1000), 0) == 2700
    assert saved(of, Usage(cache_write=1000), 0) == -750
    assert saved(of, Usage(cache_read=1000, cache_write=1000), 0) == 1950
    hour = {"cache_creation": {"ephemeral_1h_input_tokens": 1000}}
    assert saved(of, Usage(cache_write=1000, raw=hour), 0) == -3000


def test_writing_a_cache_below_the_price_of_input_saves_nothing_by_itself() -> None:
    assert saved(price(replace(PLAIN, cache_write=83_333)), Usage(cache_write=1000), 0) == 0


@given(rates, usages)
def test_a_cost_is_the_exact_sum_rounded_once(of: Rates, usage: Usage) -> None:
    reasoning = min(usage.reasoning or 0, usage.output) if of.reasoning is not None else 0
    exact = (
        Fraction(
            usage.fresh * of.fresh
            + usage.cache_read * of.cache_read
            + usage.cache_write * of.cache_write
            + (usage.output - reasoning) * of.output
            + reasoning * (of.reasoning or 0),
            1_000_000,
        )
        + of.request
    )
    assert cost(price(of), usage, 0) == round(exact)


@given(rates, usages, tokens, st.sampled_from(["fresh", "cache_read", "cache_write", "output"]))
def test_more_tokens_never_cost_less(of: Rates, usage: Usage, more: int, kind: str) -> None:
    usage = replace(usage, reasoning=None)
    grown = replace(usage, **{kind: getattr(usage, kind) + more})
    assert cost(price(of), grown, 0) >= cost(price(of), usage, 0)


@given(rates, usages)
def test_a_cost_is_the_sum_of_what_its_kinds_cost(of: Rates, usage: Usage) -> None:
    of = replace(of, request=0)
    parts = (
        Usage(fresh=usage.fresh),
        Usage(cache_read=usage.cache_read),
        Usage(cache_write=usage.cache_write),
        Usage(output=usage.output, reasoning=usage.reasoning),
    )
    assert abs(cost(price(of), usage, 0) - sum(cost(price(of), each, 0) for each in parts)) <= 2


@given(rates, usages)
def test_what_was_saved_is_the_difference_to_the_cost_without_a_cache(
    of: Rates, usage: Usage
) -> None:
    of = replace(of, cache_write=max(of.cache_write, of.fresh))
    uncached = replace(usage, fresh=usage.input, cache_read=0, cache_write=0)
    difference = cost(price(of), uncached, 0) - cost(price(of), usage, 0)
    assert abs(saved(price(of), usage, 0) - difference) <= 1
