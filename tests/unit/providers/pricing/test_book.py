"""A price is the user's, else the catalogue's, else unknown, and is looked up once."""

import subprocess
import sys
from datetime import date

import pytest

from app.core.usage import Usage
from app.providers.pricing import catalogue
from app.providers.pricing.book import PriceBook, Unresolved, own_price
from app.providers.pricing.price import Price, cost
from app.providers.provider import Provider, build
from app.settings.provider_settings import ModelPrice, ProviderSettings

MILLION = Usage(1_000_000, 1_000_000, 1_000_000, 1_000_000)


def provider(preset: str, **settings: object) -> Provider:
    return build("mine", ProviderSettings.model_validate({"preset": preset, **settings}))


def test_a_book_knows_nothing_until_it_was_asked_to_look() -> None:
    book, openai = PriceBook(), provider("openai")
    assert isinstance(book.known(openai, "gpt-5.5", {}), Unresolved)
    price = book.resolve(openai, "gpt-5.5", {})
    assert isinstance(price, Price)
    assert book.known(openai, "gpt-5.5", {}) is price


def test_a_model_without_a_price_is_remembered_too() -> None:
    book, openai = PriceBook(), provider("openai")
    assert book.resolve(openai, "no-such-model", {}) is None
    assert book.known(openai, "no-such-model", {}) is None


def test_the_user_s_price_is_in_the_user_s_currency_and_dated() -> None:
    own = ModelPrice(currency="CNY", input=2, output=3, since=date(2026, 11, 1))
    price = PriceBook().resolve(provider("openai"), "gpt-5.5", {"gpt-5.5": own})
    assert price is not None
    assert (price.currency, price.source, price.date) == ("CNY", "settings", "2026-11-01")
    assert cost(price, MILLION, 0) == 9_000_000


def test_what_the_user_does_not_say_costs_as_input() -> None:
    plain = own_price("m", {"m": ModelPrice(input=1, output=0)})
    said = own_price(
        "m", {"m": ModelPrice(input=1, output=9, cache_read=0.1, cache_write=1.25, reasoning=4)}
    )
    assert plain is not None
    assert said is not None
    assert cost(plain, MILLION, 0) == 3_000_000
    assert cost(said, MILLION, 0) == 1_000_000 + 100_000 + 1_250_000 + 9_000_000
    assert cost(said, Usage(output=1_000_000, reasoning=500_000), 0) == 6_500_000


def test_the_exact_name_goes_before_the_longest_glob() -> None:
    prices = {
        name: ModelPrice(input=number, output=0)
        for number, name in enumerate(["*", "glm-*", "glm-5*", "glm-5.3"], 1)
    }
    found = {
        model: own_price(model, prices) for model in ("glm-5.3", "glm-5.2", "GLM-4", "kimi-k3")
    }
    assert {model: price and price.rates(0).fresh for model, price in found.items()} == {
        "glm-5.3": 4_000_000,
        "glm-5.2": 3_000_000,
        "GLM-4": 2_000_000,
        "kimi-k3": 1_000_000,
    }
    assert own_price("kimi-k3", {"glm-*": prices["glm-*"]}) is None


def test_changed_settings_are_looked_up_again() -> None:
    book, openai = PriceBook(), provider("openai")
    before = {"gpt-5.5": ModelPrice(input=1, output=1)}
    book.resolve(openai, "gpt-5.5", before)
    assert isinstance(book.known(openai, "gpt-5.5", dict(before)), Price)
    assert isinstance(book.known(openai, "gpt-5.5", {}), Unresolved)
    moved = provider("generic-openai", base_url="https://llm.example.com/v1")
    assert isinstance(book.known(moved, "gpt-5.5", before), Unresolved)


@pytest.mark.parametrize("preset", ["ollama", "vllm", "llamacpp", "lmstudio", "demo"])
def test_a_server_of_one_s_own_costs_nothing(preset: str) -> None:
    price = PriceBook().resolve(provider(preset), "qwen3", {})
    assert price is not None
    assert price.source == "local"
    assert cost(price, MILLION, 0) == 0


@pytest.mark.parametrize(
    ("preset", "model"),
    [("litellm", "gpt-5.5"), ("ollama", "gpt-oss:120b-cloud"), ("ollama", "glm-5:cloud")],
)
def test_a_local_server_that_passes_on_to_a_paid_one_is_unpriced(preset: str, model: str) -> None:
    assert PriceBook().resolve(provider(preset), model, {}) is None


def test_one_s_own_server_has_the_price_that_its_user_set() -> None:
    own = {"*": ModelPrice(input=1, output=1)}
    price = PriceBook().resolve(provider("ollama"), "qwen3", own)
    assert price is not None
    assert cost(price, MILLION, 0) == 4_000_000


def test_the_book_does_not_grow_with_the_names_that_clients_make_up() -> None:
    book, ollama = PriceBook(), provider("ollama")
    for number in range(10_000):
        book.resolve(ollama, f"m{number}", {})
    assert len(book._found) <= 4096


def test_a_catalogue_that_fails_leaves_a_model_unpriced_and_tells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(base_url: str, model: str) -> Price | None:
        raise ValueError("damaged")

    monkeypatch.setattr(catalogue, "look_up", fail)
    book, openai = PriceBook(), provider("openai")
    with pytest.raises(ValueError, match="damaged"):
        book.resolve(openai, "gpt-5.5", {})
    assert book.known(openai, "gpt-5.5", {}) is None


def test_the_catalogue_is_not_read_before_it_is_needed() -> None:
    code = "import sys, app.providers.pricing.book; assert 'genai_prices' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
