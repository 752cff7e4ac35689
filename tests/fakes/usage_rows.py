"""Usage rows for tests of the storage: a scripted one, and any that hypothesis thinks of."""

from dataclasses import replace

from hypothesis import strategies as st

from app.storage.records import Charge, Entry, UsageRow

NOON_MS = 1_795_176_000_000  # 2026-11-20, 12:00 UTC
_HOUR_MS = 3_600_000

ROW = UsageRow(
    request_id="req_1",
    started_ms=NOON_MS,
    gateway="gw",
    user_id="usr_a",
    key_id="key_a",
    profile="default",
    client_program="claude-code",
    client_version="2.1.329",
    conversation="c1",
    endpoint="/v1/messages",
    client_model="opus",
    provider="deepseek",
    model="deepseek-chat",
    client_dialect="anthropic_messages",
    provider_dialect="openai_chat",
    lane="translated",
    stream=True,
    status=200,
    attempts=1,
    accuracy="exact",
    fresh=100,
    cache_read=1000,
    output=50,
    raw_usage='{"prompt_tokens":1100}',
    cost_micros=300,
    saved_micros=200,
    currency="USD",
    price_source="genai-prices",
    price_date="2026-11-01",
    first_delta_ms=420,
    duration_ms=2100,
    request_bytes=120_000,
    response_bytes=9_000,
)


def entry(number: int, charges: tuple[Charge, ...] = ()) -> Entry:
    """An entry of a request of its own."""
    return Entry(replace(ROW, request_id=f"req_{number}"), charges)


_few = st.sampled_from(["", "a", "b"])
_tokens = st.integers(0, 3)


@st.composite
def rows(draw: st.DrawFn) -> list[UsageRow]:
    """Rows of a few hours, people, models and conversations, each with a request id of its own."""
    count = draw(st.integers(0, 8))
    return [_row(draw, number) for number in range(count)]


def _row(draw: st.DrawFn, number: int) -> UsageRow:
    return UsageRow(
        request_id=f"req_{number}",
        started_ms=NOON_MS + draw(st.integers(0, 30)) * _HOUR_MS // 2,
        user_id=draw(_few),
        key_id=draw(_few),
        profile=draw(_few),
        client_program=draw(_few),
        conversation=draw(_few),
        endpoint=draw(_few),
        provider=draw(_few),
        model=draw(_few),
        failure=draw(st.sampled_from([None, "", "network"])),
        partial=draw(st.booleans()),
        accuracy=draw(st.sampled_from(["exact", "estimated", "none"])),
        fresh=draw(_tokens),
        cache_read=draw(_tokens),
        cache_write=draw(_tokens),
        output=draw(_tokens),
        reasoning=draw(st.none() | _tokens),
        cost_micros=draw(st.none() | st.integers(0, 10**12)),
        saved_micros=draw(st.none() | st.integers(0, 10**12)),
        currency=draw(st.sampled_from(["", "USD", "CNY"])),
        first_delta_ms=draw(st.none() | st.integers(0, 100_000)),
        duration_ms=draw(st.integers(0, 10**6)),
        request_bytes=draw(st.integers(0, 10**7)),
        response_bytes=draw(st.integers(0, 10**7)),
        loss_count=draw(_tokens),
    )
