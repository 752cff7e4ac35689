import json

import pytest

from app.core.failure import FailureKind
from app.core.loss import Loss
from app.core.usage import Usage
from app.gateway.accounts.entry import usage_row
from app.gateway.accounts.pricing import Cost
from app.gateway.outcome import Outcome
from app.providers.provider import build
from app.settings.schema import ProviderSettings

PROVIDER = build(
    "deep", ProviderSettings(base_url="https://deep.example/v1", dialect="openai_chat")
)
COST = Cost(1_500, 300, "CNY", "settings", "2026-11-01")


def outcome(**changes: object) -> Outcome:
    made = Outcome("req_1", "POST /v1/messages", 1_000, "messages", served_by=PROVIDER)
    made.provider, made.model, made.dialect = "deep", "deep-chat", "anthropic_messages"
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def test_a_complete_answer_is_an_exact_row_with_its_price() -> None:
    usage = Usage(10, 20, 5, 7, 3, raw={"prompt_tokens": 35})
    row = usage_row(
        outcome(usage=usage, first_delta=0.25, duration=1.5, status=200, lane="translated"),
        COST,
        "host:1",
    )
    assert (row.fresh, row.cache_read, row.cache_write, row.output, row.reasoning) == (
        *(10, 20, 5, 7),
        3,
    )
    assert (row.accuracy, row.cost_micros, row.saved_micros, row.currency) == (
        *("exact", 1_500, 300),
        "CNY",
    )
    assert (row.price_source, row.price_date) == ("settings", "2026-11-01")
    assert (row.first_delta_ms, row.duration_ms, row.started_ms) == (250, 1500, 1_000)
    assert (row.client_dialect, row.provider_dialect) == ("anthropic_messages", "openai_chat")
    assert json.loads(row.raw_usage or "") == {"prompt_tokens": 35}
    assert not row.partial


def test_a_model_without_a_price_is_unpriced_and_never_free() -> None:
    row = usage_row(outcome(usage=Usage(10)), None, "g")
    assert row.cost_micros is None
    assert row.currency == row.price_source == ""


def test_an_answer_that_was_cut_is_partial_and_estimated() -> None:
    cut = outcome(
        failure=FailureKind.CUT, first_delta=0.1, usage=Usage(9, output=2, estimated=True)
    )
    row = usage_row(cut, None, "g")
    assert (row.partial, row.failure, row.accuracy) == (True, "cut", "estimated")


def test_a_request_that_failed_before_any_answer_has_no_tokens() -> None:
    row = usage_row(outcome(failure=FailureKind.NETWORK, status=502), None, "g")
    assert (row.accuracy, row.fresh, row.output, row.partial) == ("none", 0, 0, False)
    assert row.raw_usage is None
    assert row.first_delta_ms is None


def test_losses_are_kept_as_json_and_counted() -> None:
    losses = [Loss("top_k", "options", "option", "left out")] * 60
    row = usage_row(outcome(losses=losses), None, "g")
    assert row.loss_count == 60
    assert json.loads(row.losses or "")[0]["what"] == "top_k"
    assert len(json.loads(row.losses or "")) == 50


@pytest.mark.parametrize("name", ["m" * 5_000, "a\x00b", "\ud800", "模型"])
def test_any_name_that_a_client_sends_fits_the_column(name: str) -> None:
    row = usage_row(outcome(client_model=name, model=name), None, "g")
    for kept in (row.client_model, row.model):
        kept.encode()
        assert len(kept) <= 200
        assert "\x00" not in kept


def test_a_usage_object_that_is_absurdly_large_is_left_out() -> None:
    row = usage_row(outcome(usage=Usage(1, raw={"x": "y" * 10_000})), None, "g")
    assert row.raw_usage is None
