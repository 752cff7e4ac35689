"""Believable data for windows: the same on each run, and as new as the clock says."""

import json
import math
import random
from collections.abc import Sequence

from app.settings.schema import ModelRule, Profile, ProviderSettings, Settings
from app.storage.records import Budget, Charge, StoredKey, TranscriptBody, UsageRow, User

NOW_MS = 1_795_262_400_000  # 2026-11-21, 12:00 UTC
DAYS = 90
_HOUR_MS = 3_600_000
_DAY_MS = 24 * _HOUR_MS

USERS = (
    User("usr_lin", "Lin Wei", NOW_MS - 80 * _DAY_MS, email="lin@example.com"),
    User("usr_sam", "Sam Okafor", NOW_MS - 60 * _DAY_MS, note="Contractor until March"),
    User("usr_old", "Former Colleague", NOW_MS - 85 * _DAY_MS, active=False),
)
KEYS = (
    StoredKey("key_claude", "claude-code", "0" * 64, "drg-c1a", NOW_MS - 40 * _DAY_MS),
    StoredKey("key_codex", "codex", "1" * 64, "drg-c0d", NOW_MS - 30 * _DAY_MS, profile="cheap"),
    StoredKey(
        "key_lin",
        "lin-laptop",
        "2" * 64,
        "drg-l1n",
        NOW_MS - 20 * _DAY_MS,
        user_id="usr_lin",
        last_used_ms=NOW_MS - _HOUR_MS,
        requests_per_minute=60,
    ),
    StoredKey(
        "key_old",
        "old-laptop",
        "3" * 64,
        "drg-01d",
        NOW_MS - 85 * _DAY_MS,
        user_id="usr_old",
        active=False,
    ),
)
BUDGETS = (
    Budget("bud_month", "profile", "default", "month", 50_000_000, "USD", NOW_MS - 60 * _DAY_MS),
    Budget("bud_lin", "user", "usr_lin", "day", 5_000_000, "USD", NOW_MS - 20 * _DAY_MS, hard=True),
)
SPENT = {
    "bud_month": (31_200_000, NOW_MS + 9 * _DAY_MS),
    "bud_lin": (4_100_000, NOW_MS + _DAY_MS // 2),
}
CHARGES: tuple[Charge, ...] = ()

# (provider, model, share of the requests, USD per million: fresh, cached, output)
_MODELS = (
    ("deepseek", "deepseek-v4-pro", 0.46, (0.435, 0.0036, 0.87)),
    ("deepseek", "deepseek-v4-flash", 0.24, (0.14, 0.0028, 0.28)),
    ("siliconflow", "Qwen/Qwen3-Coder-480B-A35B-Instruct", 0.18, None),
    ("ollama", "qwen3:14b", 0.12, (0.0, 0.0, 0.0)),
)
_CLIENTS = (
    ("claude-code", "2.1.329", "key_claude", "", "claude-opus-4-8", "anthropic_messages"),
    ("claude-code", "2.1.329", "key_lin", "usr_lin", "claude-haiku-4-5", "anthropic_messages"),
    ("codex", "0.98.0", "key_codex", "", "gpt-5.5", "openai_responses"),
    ("opencode", "1.4.2", "key_claude", "", "deepseek/deepseek-v4-pro", "openai_chat"),
)


def settings() -> Settings:
    """Three providers, two profiles with rules, and DeepSeek as the default."""
    return Settings(
        providers={
            "deepseek": ProviderSettings(
                preset="deepseek",
                key="keyring:provider/deepseek",
                key_origin="https://api.deepseek.com:443",
            ),
            "siliconflow": ProviderSettings(
                preset="siliconflow",
                key="env:SILICONFLOW_API_KEY",
                key_origin="https://api.siliconflow.cn:443",
                models=("Qwen/Qwen3-Coder-480B-A35B-Instruct",),
            ),
            "ollama": ProviderSettings(preset="ollama", models=("qwen3:14b",)),
        },
        profiles={
            "default": Profile(
                models=(
                    ModelRule(
                        client="claude-opus*",
                        targets=(
                            "deepseek/deepseek-v4-pro",
                            "siliconflow/Qwen/Qwen3-Coder-480B-A35B-Instruct",
                        ),
                    ),
                ),
                families={
                    "sonnet": ("deepseek/deepseek-v4-pro",),
                    "haiku": ("deepseek/deepseek-v4-flash", "ollama/qwen3:14b"),
                },
            ),
            "cheap": Profile(models=(ModelRule(client="*", targets=("ollama/qwen3:14b",)),)),
        },
        default_provider="deepseek",
        default_model="deepseek-v4-pro",
    )


def rows(now_ms: int = NOW_MS) -> list[UsageRow]:
    """Some three thousand requests of the last 90 days, the oldest first."""
    chance = random.Random(20261121)  # noqa: S311 - it guards nothing
    found: list[UsageRow] = []
    for days_ago in range(DAYS - 1, -1, -1):
        begin = now_ms - now_ms % _DAY_MS - days_ago * _DAY_MS
        weekend = (begin // _DAY_MS + 3) % 7 >= 5
        times = sorted(
            begin + round(chance.triangular(6, 24, 14) * _HOUR_MS)
            for _ in range(round((9 if weekend else 44) * (0.7 + 0.6 * chance.random())))
        )
        found += [_row(chance, len(found) + i, at) for i, at in enumerate(times) if at < now_ms]
    return found


def running(now_ms: int = NOW_MS) -> UsageRow:
    """A request that is in progress."""
    chance = random.Random(1)  # noqa: S311 - it guards nothing
    began = now_ms - 4_000
    return UsageRow(
        request_id=request_id(began, 0xFFFF),
        started_ms=began,
        gateway="desk:8777",
        key_id="key_claude",
        profile="default",
        client_program="claude-code",
        client_version="2.1.329",
        conversation=f"session-{chance.randrange(99)}",
        endpoint="messages",
        client_model="claude-opus-4-8",
        provider="deepseek",
        model="deepseek-v4-pro",
        client_dialect="anthropic_messages",
        provider_dialect="openai_chat",
        lane="translated",
        stream=True,
        attempts=1,
        first_delta_ms=870,
        duration_ms=4_000,
        request_bytes=184_000,
    )


def request_id(began_ms: int, number: int) -> str:
    """An id as the gateway makes them."""
    return f"req_{began_ms:011x}{number:014x}"


def transcript(row: UsageRow) -> list[TranscriptBody]:
    """Four sides of a small translated request, and of its failed first attempt if it had one."""
    asked = {
        "model": row.client_model,
        "max_tokens": 512,
        "stream": True,
        "system": "You are a careful engineer.",
        "messages": [{"role": "user", "content": "Why does the build fail? 请看日志。"}],
    }
    got = {
        "model": row.model,
        "max_tokens": 512,
        "stream": True,
        "stream_options": {"include_usage": True},
        "messages": [
            {"role": "system", "content": "You are a careful engineer."},
            {"role": "user", "content": "Why does the build fail? 请看日志。"},
        ],
    }
    answered = (
        'data: {"choices":[{"delta":{"content":"A type is wrong "}}]}\n\n'
        'data: {"choices":[{"delta":{"content":"in store.py."},"finish_reason":"stop"}]}\n\n'
        "data: [DONE]\n\n"
    )
    told = (
        'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,'
        '"delta":{"type":"text_delta","text":"A type is wrong in store.py."}}\n\n'
        'event: message_stop\ndata: {"type":"message_stop"}\n\n'
    )
    refused = '{"error":{"message":"Rate limit reached","type":"rate_limit_error"}}'
    sides: list[TranscriptBody] = [_body("client_sent", 0, json.dumps(asked, ensure_ascii=False))]
    for attempt in range(1, row.attempts + 1):
        sides.append(_body("provider_got", attempt, json.dumps(got, ensure_ascii=False)))
        last = attempt == row.attempts
        sides.append(_body("provider_answered", attempt, answered if last else refused))
    sides.append(_body("client_got", 0, told))
    return sides


def _body(side: str, attempt: int, text: str) -> TranscriptBody:
    kind = "application/json" if text.startswith("{") else "text/event-stream"
    content = text.encode()
    return TranscriptBody(side, attempt, kind, len(content), False, content)  # type: ignore[arg-type]  # sides by name


def _row(chance: random.Random, number: int, at: int) -> UsageRow:
    provider, model, _, price = chance.choices(_MODELS, [share for _, _, share, _ in _MODELS])[0]
    program, version, key, user, asked, dialect = chance.choices(_CLIENTS, (50, 20, 20, 10))[0]
    failure = _failure(chance)
    failover = failure is None and chance.random() < 0.03
    cached = round(chance.triangular(0, 90_000, 40_000)) if chance.random() < 0.8 else 0
    fresh = round(math.exp(chance.uniform(5.5, 9.5)))
    output = 0 if failure else round(math.exp(chance.uniform(3.5, 7.8)))
    first = None if failure else round(chance.lognormvariate(6.6, 0.5))
    cost = saved = None
    if price is not None and failure is None:
        cost = round(fresh * price[0] + cached * price[1] + output * price[2])
        saved = round(cached * (price[0] - price[1]))
    return UsageRow(
        request_id=request_id(at, number),
        started_ms=at,
        gateway="desk:8777",
        user_id=user,
        key_id=key,
        profile="cheap" if key == "key_codex" else "default",
        client_program=program,
        client_version=version,
        conversation=f"session-{at // (3 * _HOUR_MS) % 1000}",
        endpoint="messages" if dialect == "anthropic_messages" else "chat_completions",
        client_model=asked,
        provider=provider,
        model=model,
        client_dialect=dialect,
        provider_dialect="openai_chat",
        lane="verbatim" if dialect == "openai_chat" else "translated",
        stream=True,
        status=_STATUS.get(failure or "", 200),
        failure=failure,
        partial=failure == "cut",
        attempts=2 if failover else 1,
        failovers=1 if failover else 0,
        accuracy="none" if failure else "estimated" if chance.random() < 0.05 else "exact",
        fresh=0 if failure else fresh,
        cache_read=0 if failure else cached,
        output=output,
        reasoning=output // 3 if chance.random() < 0.5 and output else None,
        cost_micros=cost,
        saved_micros=saved,
        currency="USD" if cost is not None else "",
        price_source="genai-prices" if cost is not None else "",
        price_date="2026-11-01" if cost is not None else "",
        first_delta_ms=first,
        duration_ms=(first or 400) + output * 14,
        request_bytes=(fresh + cached) * 4,
        response_bytes=output * 30,
        loss_count=1 if chance.random() < 0.1 else 0,
        losses='[{"what":"top_k","where":"options","weight":"minor","note":""}]'
        if chance.random() < 0.1
        else None,
    )


_STATUS = {"rate_limited": 429, "provider_key": 401, "overloaded": 529, "cut": 200}


def _failure(chance: random.Random) -> str | None:
    kinds: Sequence[str] = ("rate_limited", "overloaded", "cut", "provider_key")
    return chance.choices(kinds, (5, 3, 2, 1))[0] if chance.random() < 0.025 else None
