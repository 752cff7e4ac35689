"""What a client is told whose key has used up its limit or its budget."""

from datetime import UTC, datetime, tzinfo

from app.core.failure import Failure, FailureKind, Refused
from app.routing.limits import Refusal
from app.storage.records import Exceeded

_PERIODS = {"day": "daily", "week": "weekly", "month": "monthly"}


def over_limit(refusal: Refusal, key_name: str) -> Refused:
    """The refusal of a request that is over its key's limits."""
    message = {
        "requests": f"The key {key_name!r} has made as many requests as it may in a minute.",
        "tokens": f"The key {key_name!r} has used as many tokens as it may in a minute.",
        "concurrency": f"The key {key_name!r} has as many requests in progress as it may have.",
    }[refusal.kind]
    return Refused(
        Failure(FailureKind.RATE_LIMITED, message, retry_after=refusal.retry_after_seconds)
    )


def over_budget(exceeded: Exceeded, now_ms: int, zone: tzinfo) -> Refused:
    """The refusal of a request whose budget is spent, with the time at which it starts again.

    Names the budget by what it is for, never whose it is: a client may share it with others.
    """
    budget = exceeded.budget
    resets = datetime.fromtimestamp(exceeded.resets_at_ms / 1000, UTC).astimezone(zone)
    period = _PERIODS[budget.period]
    whose = {"user": f"your {period} budget", "key": f"this key's {period} budget"}.get(
        budget.scope, f"the {period} budget of the {budget.scope} {budget.subject}"
    )
    message = (
        f"Budget reached: {whose}, {_amount(budget.limit_micros)} {budget.currency}, is "
        f"spent. It starts again at {resets:%Y-%m-%d %H:%M %Z}. Whoever runs this server can raise "
        "it."
    )
    wait = max(0.0, (exceeded.resets_at_ms - now_ms) / 1000)
    return Refused(
        Failure(
            FailureKind.BILLING,
            message,
            code="budget_reached",
            retry_after=wait,
            retryable=False,
        )
    )


def _amount(micros: int) -> str:
    """Cents, or as many places as a smaller limit has."""
    whole = f"{micros / 1_000_000:.6f}".rstrip("0")
    places = max(2, len(whole.partition(".")[2]))
    return f"{micros / 1_000_000:.{places}f}"
