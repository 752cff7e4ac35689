"""What a model costs, and who says so."""

from tests.unit.bootstrap.program.conftest import Open

SETTINGS = """
[providers.deepseek]
preset = "deepseek"

[providers.deepseek.prices."mine*"]
currency = "CNY"
input = 2.0
output = 8.0
since = 2026-11-01

[providers.off]
preset = "deepseek"
enabled = false
prices.known = { input = 1.0, output = 1.0 }

[providers.ollama]
preset = "ollama"
"""


async def test_a_price_comes_with_its_source_and_date(open_program: Open) -> None:
    prices = (await open_program(SETTINGS)).program.prices
    own = await prices.price("deepseek", "mine-1")
    assert (own.source, own.date) == ("yours", "2026-11-01")
    assert own.price is not None
    assert (own.price.currency, own.price.input, own.price.output) == ("CNY", 2.0, 8.0)
    listed = await prices.price("deepseek", "deepseek-chat")
    assert listed.source == "genai-prices"
    assert listed.price is not None
    free = await prices.price("ollama", "qwen3:14b")
    assert (free.source, free.price and free.price.input) == ("local", 0.0)


async def test_what_nobody_knows_has_no_price(open_program: Open) -> None:
    prices = (await open_program(SETTINGS)).program.prices
    assert (await prices.price("deepseek", "no-such-model")).price is None
    assert (await prices.price("gone", "m")).price is None


async def test_a_provider_that_is_off_still_has_the_users_own_prices(open_program: Open) -> None:
    prices = (await open_program(SETTINGS)).program.prices
    assert (await prices.price("off", "known")).source == "yours"
    assert (await prices.price("off", "deepseek-chat")).price is None
