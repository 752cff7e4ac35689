import pytest

from app.core.usage import Usage
from app.gateway.accounts.pricing import Cost, Expected, Pricing
from app.providers.pricing.book import PriceBook
from app.providers.provider import Provider, build
from app.settings.schema import ModelPrice, ProviderSettings


def provider(**prices: ModelPrice) -> Provider:
    address = "https://models.example/v1"
    return build("p", ProviderSettings(base_url=address, dialect="openai_chat", prices=prices))


async def test_a_price_is_known_once_it_was_looked_up() -> None:
    pricing, priced = Pricing(PriceBook()), provider(m=ModelPrice(input=2, output=8))
    assert not pricing.known(priced, "m")
    assert pricing.cost(priced, "m", Usage(10), 0) is None
    await pricing.resolve(priced, "m")
    assert pricing.known(priced, "m")
    assert pricing.cost(priced, "m", Usage(10, output=1), 0) == Cost(28, 0, "USD", "settings", "")


async def test_a_model_without_a_price_is_known_to_have_none() -> None:
    pricing, unpriced = Pricing(PriceBook()), provider()
    await pricing.resolve(unpriced, "nobody-sells-this")
    assert pricing.known(unpriced, "nobody-sells-this")
    assert pricing.cost(unpriced, "nobody-sells-this", Usage(10), 0) is None


async def test_what_a_request_will_cost_is_learnt_from_those_before_it() -> None:
    pricing, priced = Pricing(PriceBook()), provider(m=ModelPrice(input=1, output=1))
    await pricing.resolve(priced, "m")

    def expected() -> Expected:
        found = pricing.expected(priced, "m", 100, 0)
        assert found is not None
        return found

    assert expected().micros == expected().listed_micros == 600
    pricing.learn(priced, "m", 600, 140)
    assert (expected().micros, expected().listed_micros) == (140, 600)
    for _ in range(50):
        pricing.learn(priced, "m", 600, 1_200)
    assert expected().micros == 1_200
    pricing.learn(priced, "m", 0, 1_000_000)  # a guess of nothing teaches nothing
    assert expected().micros == 1_200


@pytest.mark.expects_errors
async def test_a_catalogue_that_fails_leaves_the_model_unpriced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken catalogue")

    monkeypatch.setattr("app.providers.pricing.catalogue.look_up", broken)
    pricing, unpriced = Pricing(PriceBook()), provider()
    await pricing.resolve(unpriced, "m")
    assert pricing.cost(unpriced, "m", Usage(10), 0) is None
