"""The catalogue's prices come out as the package itself computes them, to the micro."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Decimal

import genai_prices
import pytest
from genai_prices.data_snapshot import get_snapshot

from app.core.usage import Usage
from app.providers.pricing.catalogue import look_up
from app.providers.pricing.price import cost

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
USAGES = [
    Usage(fresh=1234, output=567),
    Usage(fresh=10, cache_read=150_003, cache_write=2_001, output=4_321, reasoning=1_000),
    Usage(fresh=199_999, output=1),
    Usage(fresh=1, cache_read=100_000, output=1),
    Usage(fresh=3, cache_read=512_000, cache_write=77, output=10_000, reasoning=9_999),
]
MODELS = [
    ("https://api.anthropic.com", "anthropic", "claude-opus-4-5-20251101"),
    ("https://api.anthropic.com", "anthropic", "claude-sonnet-4-5"),
    ("https://api.anthropic.com", "anthropic", "claude-haiku-5-5"),
    ("https://api.openai.com/v1", "openai", "gpt-5.5"),
    ("https://api.openai.com/v1", "openai", "gpt-5-mini-2025-08-07"),
    ("https://api.deepseek.com/v1", "deepseek", "deepseek-v4-pro"),
    ("https://api.deepseek.com/anthropic", "deepseek", "deepseek-v4-flash"),
    ("https://openrouter.ai/api/v1", "openrouter", "anthropic/claude-sonnet-4.5"),
    ("https://open.bigmodel.cn/api/paas/v4", "zhipuai", "glm-5"),
    ("https://api.z.ai/api/anthropic", "zai", "glm-5.3-flash"),
    ("https://api.moonshot.ai/v1", "moonshotai", "kimi-k3"),
    ("https://api.minimax.io/v1", "minimax", "MiniMax-M3"),
    ("https://api.x.ai/v1", "x-ai", "grok-4"),
    ("https://api.groq.com/openai/v1", "groq", "openai/gpt-oss-120b"),
    ("https://api.mistral.ai/v1", "mistral", "mistral-small-latest"),
    ("https://generativelanguage.googleapis.com/v1beta", "google", "models/gemini-2.5-pro"),
    ("https://api.perplexity.ai", "perplexity", "sonar-deep-research"),
    ("https://api.perplexity.ai", "perplexity", "sonar-pro"),
]
MOMENTS = [
    datetime(2026, 8, 16, 23, 59, 59, tzinfo=UTC),
    datetime(2026, 8, 17, 0, 0, tzinfo=UTC),
    datetime(2026, 9, 10, 0, 30, tzinfo=UTC),
    datetime(2026, 11, 20, 3, 59, 59, tzinfo=UTC),
    datetime(2026, 11, 20, 4, 0, tzinfo=UTC),
    NOON,
]


def ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def theirs(
    vendor: str, model: str, usage: Usage, moment: datetime, context: dict[str, str] | None = None
) -> int:
    calculated = genai_prices.calc_price(
        genai_prices.Usage(
            input_tokens=usage.input,
            cache_read_tokens=usage.cache_read,
            cache_write_tokens=usage.cache_write,
            output_tokens=usage.output,
            output_reasoning_tokens=usage.reasoning,
        ),
        model.removeprefix("models/"),
        provider_id=vendor,
        genai_request_timestamp=moment,
        price_context=context,
    )
    micros = calculated.total_price * Decimal(1_000_000)
    return int(micros.to_integral_value(ROUND_HALF_EVEN))


@pytest.mark.parametrize(("base_url", "vendor", "model"), MODELS)
def test_a_real_model_costs_what_the_package_says(base_url: str, vendor: str, model: str) -> None:
    price = look_up(base_url, model)
    assert price is not None
    assert (price.currency, price.source) == ("USD", "genai-prices")
    for usage in USAGES:
        for moment in MOMENTS:
            assert cost(price, usage, ms(moment)) == theirs(vendor, model, usage, moment)


def every_model() -> Iterator[tuple[str, str, str]]:
    for base_url, vendor in {(each[0], each[1]) for each in MODELS}:
        (known,) = (each for each in get_snapshot().providers if each.id == vendor)
        yield from ((base_url, vendor, model.id) for model in known.models)


def test_every_model_of_these_vendors_costs_what_the_package_says() -> None:
    priced = 0
    for base_url, vendor, model in every_model():
        price = look_up(base_url, model)
        if price is not None:
            priced += 1
            assert cost(price, USAGES[1], ms(NOON)) == theirs(vendor, model, USAGES[1], NOON), model
    assert priced > 900


def test_a_cache_for_an_hour_and_a_search_cost_what_the_package_says() -> None:
    price = look_up("https://api.anthropic.com", "claude-opus-4-8")
    raw = {
        "input_tokens": 100,
        "cache_creation_input_tokens": 5000,
        "cache_creation": {"ephemeral_5m_input_tokens": 1000, "ephemeral_1h_input_tokens": 4000},
        "cache_read_input_tokens": 7000,
        "server_tool_use": {"web_search_requests": 2},
        "output_tokens": 300,
    }
    extracted = genai_prices.data_snapshot.get_snapshot().extract_usage(
        {"model": "claude-opus-4-8", "usage": raw}, "anthropic"
    )
    calculated = extracted.calc_price(genai_request_timestamp=NOON)
    assert price is not None
    usage = Usage(100, 7000, 5000, 300, raw=raw)
    assert cost(price, usage, ms(NOON)) == int(calculated.total_price * 1_000_000)


def test_embeddings_cost_by_their_input() -> None:
    price = look_up("https://api.openai.com/v1", "text-embedding-3-small")
    assert price is not None
    assert cost(price, Usage(fresh=1_000_000), ms(NOON)) == 20_000


def test_the_fast_mode_costs_what_the_package_says() -> None:
    price = look_up("https://api.anthropic.com", "claude-opus-4-8")
    usage = Usage(fresh=1000, cache_read=5000, output=77, raw={"speed": "fast"})
    expected = theirs("anthropic", "claude-opus-4-8", usage, NOON, {"speed": "fast"})
    assert price is not None
    assert cost(price, usage, ms(NOON)) == expected
    assert cost(price, Usage(1000, 5000, 0, 77), ms(NOON)) * 2 == expected


@pytest.mark.parametrize(
    ("base_url", "model"),
    [
        ("https://api.openai.com/v1", "no-such-model"),
        ("https://api.openai.com/v1", ""),
        ("https://llm.example.com/v1", "gpt-5.5"),  # a vendor that nobody knows
        ("https://api.openai.com.reseller.example/v1", "gpt-5.5"),
        ("https://api.siliconflow.cn/v1", "deepseek-ai/DeepSeek-V3.2"),
        ("https://dashscope.aliyuncs.com/compatible-mode/v1", "deepseek-v3.2"),
        ("https://api.moonshot.cn/v1", "kimi-k3"),  # in CNY, at other prices
        ("https://api.minimaxi.com/v1", "MiniMax-M3"),
        ("https://api.deepseek.com/v1", "gpt-5.5"),
        ("https://openrouter.ai/api/v1", "gpt-5.5"),  # not the name that it has there
        ("https://openrouter.ai/api/v1", "deepseek/deepseek-v3.2:nitro"),
        ("https://router.huggingface.co/v1", "deepseek-ai/DeepSeek-V3.2"),
        ("https://router.huggingface.co/v1", "deepseek-ai/DeepSeek-V3.2:fastest"),
        ("https://api.groq.com/openai/v1", "whisper-large-v3"),  # by the minute
    ],
)
def test_what_nobody_told_is_unpriced(base_url: str, model: str) -> None:
    assert look_up(base_url, model) is None


def test_the_router_s_price_is_that_of_the_one_who_serves() -> None:
    price = look_up("https://router.huggingface.co/v1", "moonshotai/Kimi-K2-Instruct:novita")
    assert price is not None
    usage = Usage(fresh=1000, output=100)
    assert cost(price, usage, ms(NOON)) == theirs(
        "huggingface_novita", "moonshotai/Kimi-K2-Instruct", usage, NOON
    )


def test_a_price_is_dated_by_its_beginning_else_by_the_package() -> None:
    price = look_up("https://api.deepseek.com/v1", "deepseek-v4-flash")
    assert price is not None
    assert price.dated(ms(NOON)) == "2026-09-10"
    plain = look_up("https://api.anthropic.com", "claude-opus-4-5")
    assert plain is not None
    assert plain.date == plain.dated(ms(NOON))
    assert not plain.date or date.fromisoformat(f"{plain.date}-01").year >= 2026
