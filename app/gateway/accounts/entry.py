"""The row that a request leaves in the ledger."""

import msgspec

from app.core.loss import Loss
from app.gateway.accounts.pricing import Cost
from app.gateway.course import encoded
from app.gateway.outcome import Outcome
from app.storage.records import Accuracy, UsageRow

# What is kept of long lists and odd texts: a row is for reading, not for archives.
_LOSSES_KEPT = 50
_NAME_LIMIT = 200
_RAW_LIMIT = 8192

_dump = msgspec.json.Encoder(enc_hook=str).encode


def usage_row(
    outcome: Outcome, cost: Cost | None, gateway: str, *, duration_ms: int | None = None
) -> UsageRow:
    """The row of a request that has ended; `cost` is None where it has no price.

    For one that is in progress `duration_ms` is how long it has been.
    """
    usage = outcome.usage
    provider = outcome.served_by
    return UsageRow(
        request_id=outcome.request_id,
        started_ms=outcome.began_ms,
        gateway=gateway,
        user_id=outcome.user_id,
        key_id=outcome.key_id,
        profile=outcome.profile,
        client_program=outcome.program,
        client_version=outcome.program_version,
        conversation=outcome.conversation,
        endpoint=outcome.asked,
        client_model=_short(outcome.client_model),
        provider=outcome.provider,
        model=_short(outcome.model),
        client_dialect=outcome.dialect,
        provider_dialect=provider.dialect if provider is not None else "",
        lane=outcome.lane or "",
        stream=outcome.stream,
        status=outcome.status,
        failure=str(outcome.failure) if outcome.failure is not None else None,
        partial=outcome.partial,
        attempts=outcome.attempts,
        failovers=outcome.failovers,
        accuracy=_accuracy(outcome),
        fresh=usage.fresh if usage is not None else 0,
        cache_read=usage.cache_read if usage is not None else 0,
        cache_write=usage.cache_write if usage is not None else 0,
        output=usage.output if usage is not None else 0,
        reasoning=usage.reasoning if usage is not None else None,
        raw_usage=_raw(outcome),
        cost_micros=cost.micros if cost is not None else None,
        saved_micros=cost.saved_micros if cost is not None else None,
        currency=cost.currency if cost is not None else "",
        price_source=cost.source if cost is not None else "",
        price_date=cost.date if cost is not None else "",
        first_delta_ms=_milliseconds(outcome.first_delta),
        duration_ms=_milliseconds(outcome.duration) or 0 if duration_ms is None else duration_ms,
        request_bytes=outcome.request_bytes,
        response_bytes=outcome.response_bytes,
        loss_count=len(outcome.losses),
        losses=_losses(outcome.losses),
        timeline=encoded(outcome.course) if outcome.course.tries else None,
    )


def _accuracy(outcome: Outcome) -> Accuracy:
    if outcome.usage is None:
        return "none"
    return "estimated" if outcome.usage.estimated else "exact"


def _raw(outcome: Outcome) -> str | None:
    """The provider's own usage object; one that is absurdly large is left out."""
    if outcome.usage is None or outcome.usage.raw is None:
        return None
    text = _dump(outcome.usage.raw).decode()
    return text if len(text) <= _RAW_LIMIT else None


def _losses(losses: list[Loss]) -> str | None:
    if not losses:
        return None
    kept = losses[:_LOSSES_KEPT]
    return _dump(
        [{"what": o.what, "where": o.where, "weight": o.weight, "note": o.note} for o in kept]
    ).decode()


def _short(name: str) -> str:
    """A model's name as it fits a column: clients may send any text, lone surrogates included."""
    return name[:_NAME_LIMIT].encode("utf-8", "replace").decode().replace("\x00", "")


def _milliseconds(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)
