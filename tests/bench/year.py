"""A year of a team's work: a million usage rows with the habits that real ones have.

A person works on weekdays, in conversations of about fifty requests to one model, of which a fifth
go to a small model of the same provider; some are cached, some fail, some models have no price.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from app.storage.records import UsageRow

ROWS = 1_000_000
USERS = 20
KEYS = 40
PROVIDERS = 8
MODELS = 30
CONVERSATIONS = 20_000
FIRST_DAY = datetime(2025, 11, 1, tzinfo=UTC)

_CLIENTS = ("claude-code", "codex", "openai-python", "anthropic-python", "opencode")
_ENDPOINTS = ("messages", "messages", "chat_completions", "responses")
_HOUR_MS = 3_600_000


def rows(count: int = ROWS, seed: int = 3) -> Iterator[UsageRow]:
    """`count` rows, conversation by conversation, the same ones for the same seed."""
    draw = random.Random(seed)  # noqa: S311 - nothing here is secret
    models = [(f"provider-{n % PROVIDERS}", f"model-{n}") for n in range(MODELS)]
    keys = [(f"user-{n % USERS}", f"key-{n}", f"profile-{n % 3}") for n in range(KEYS)]
    weekdays = [
        day
        for day in (FIRST_DAY + timedelta(days=n) for n in range(365))
        if day.weekday() < 5 or draw.random() < 0.2
    ]
    conversations = max(1, count * CONVERSATIONS // ROWS)
    for number in range(conversations):
        user, key, profile = draw.choice(keys)
        provider, model = models[min(int(draw.expovariate(0.15)), MODELS - 1)]
        place = draw.randrange(len(_CLIENTS))
        began = draw.choice(weekdays) + timedelta(hours=draw.gauss(8, 3))
        at = int(began.timestamp() * 1000)
        requests = count // conversations + (number < count % conversations)
        for turn in range(requests):
            at += int(draw.expovariate(1 / 90_000))  # a request every minute and a half
            small = turn % 5 == 4
            failed = draw.random() < 0.02
            priced = model != "model-7"
            cached = 0 if turn == 0 else 2_000 * turn
            cost = 50 + cached // 20 + draw.randrange(3000)
            yield UsageRow(
                request_id=f"req-{number}-{turn}",
                started_ms=at,
                gateway="gw",
                user_id=user,
                key_id=key,
                profile=profile,
                client_program=_CLIENTS[place],
                client_version="1.0",
                conversation=f"conversation-{number}",
                endpoint=_ENDPOINTS[place % len(_ENDPOINTS)],
                client_model=model,
                provider=provider,
                model=f"{provider}-small" if small else model,
                client_dialect="anthropic_messages",
                provider_dialect="openai_chat",
                lane="translated",
                stream=True,
                status=502 if failed else 200,
                failure="provider" if failed else None,
                partial=failed and turn % 2 == 0,
                attempts=1,
                accuracy="none" if failed else "estimated" if turn % 17 == 0 else "exact",
                fresh=0 if failed else draw.randrange(100, 4000),
                cache_read=0 if failed else cached,
                cache_write=0 if failed else draw.randrange(0, 2000),
                output=0 if failed else draw.randrange(10, 2000),
                reasoning=None if turn % 2 else 10,
                raw_usage='{"prompt_tokens":1234,"completion_tokens":567,"total_tokens":1801}',
                cost_micros=cost if priced and not failed else None,
                saved_micros=cached // 10 if priced and not failed else None,
                currency=("CNY" if provider == "provider-1" else "USD") if priced else "",
                price_source="genai-prices" if priced else "",
                price_date="2026-11" if priced else "",
                first_delta_ms=None if failed else int(draw.lognormvariate(6.8, 0.7)) + 1,
                duration_ms=draw.randrange(500, 60_000),
                request_bytes=draw.randrange(1_000, 200_000),
                response_bytes=draw.randrange(500, 50_000),
                loss_count=turn % 9 == 0,
            )
