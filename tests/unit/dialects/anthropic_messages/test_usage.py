from app.core.usage import Usage
from app.dialects.anthropic_messages import usage


def test_later_fields_replace_earlier_ones_unless_they_are_null() -> None:
    first = usage.later(None, {"input_tokens": 10, "cache_read_input_tokens": 5})
    merged = usage.later(first, {"input_tokens": None, "output_tokens": 7})
    assert merged == {"input_tokens": 10, "cache_read_input_tokens": 5, "output_tokens": 7}
    assert usage.later(merged, "nonsense") == merged


def test_cached_input_is_not_part_of_the_fresh_input() -> None:
    read = usage.read(
        {
            "input_tokens": 10,
            "cache_read_input_tokens": 5,
            "cache_creation_input_tokens": 2,
            "output_tokens": 9,
            "output_tokens_details": {"thinking_tokens": 4},
        }
    )
    assert read is not None
    assert (read.fresh, read.cache_read, read.cache_write) == (10, 5, 2)
    assert (read.output, read.reasoning) == (9, 4)
    assert read.input == 17


def test_no_usage_is_none_and_nonsense_is_nothing() -> None:
    assert usage.read(None) is None
    assert usage.read({}) is None
    read = usage.read(
        {"input_tokens": "many", "output_tokens": True, "cache_read_input_tokens": -3}
    )
    assert read is not None
    assert (read.input, read.output) == (0, 0)


def test_a_provider_s_own_counters_are_kept_for_an_anthropic_client() -> None:
    raw = {
        "input_tokens": 1,
        "server_tool_use": {"web_search_requests": 2, "web_fetch_requests": 0},
        "service_tier": "priority",
        "cache_creation": {"ephemeral_5m_input_tokens": 1, "ephemeral_1h_input_tokens": 0},
    }
    written = usage.whole(Usage(fresh=1, raw=raw), beta=False)
    assert written["server_tool_use"] == raw["server_tool_use"]
    assert written["service_tier"] == "priority"
    assert written["cache_creation"] == raw["cache_creation"]


def test_another_dialect_s_counters_are_not_taken_for_ours() -> None:
    raw = {"prompt_tokens": 1, "service_tier": "priority"}
    assert usage.whole(Usage(raw=raw), beta=True)["service_tier"] is None
    assert usage.closing(Usage(raw=raw), beta=True)["iterations"] is None
