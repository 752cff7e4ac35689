"""Single requests."""

from typing import Any

import msgspec
from sqlalchemy import Connection

from app.core.money import CURRENCIES
from app.gateway.admin import cursors
from app.gateway.admin.chosen import selected
from app.gateway.admin.operation import Call, Operation
from app.gateway.admin.problem import invalid
from app.gateway.admin.shapes.common import Money, Page, moment
from app.gateway.admin.shapes.usage import (
    Loss,
    RowTokens,
    UsageDetail,
    UsagePageQuery,
    UsageRow,
)
from app.gateway.admin.storage_calls import read
from app.storage import records, requests
from app.storage.failure import UnknownError
from app.storage.names import storable
from app.storage.requests import StoredRow


async def list_usage(call: Call[UsagePageQuery, None]) -> Page[UsageRow]:
    """Requests, the newest first."""
    query = call.query
    selection = selected(call.parts, query)
    before = cursors.number_of(query.cursor)

    def find(connection: Connection) -> list[StoredRow]:
        try:
            return requests.page(connection, selection, before, query.limit + 1)
        except UnknownError:
            raise invalid("cursor", "Its place is gone. Begin at the first page.") from None

    found = await read(call.parts, find)
    shown = found[: query.limit]
    return Page[UsageRow](
        items=[UsageRow(**_fields(stored.row)) for stored in shown],
        next_cursor=cursors.encode(shown[-1].id) if len(found) > query.limit else None,
    )


async def get_usage(call: Call[None, None]) -> UsageDetail:
    """One request, with all that was recorded of it."""
    request_id = call.path["request_id"]
    if not storable(request_id):
        raise UnknownError("There is no request of this id.")
    stored = await read(call.parts, lambda connection: requests.find(connection, request_id))
    row = stored.row
    return UsageDetail(
        **_fields(row),
        raw_usage=_json(row.raw_usage),
        losses=[Loss(**loss) for loss in _json(row.losses) or []],
    )


def _fields(row: records.UsageRow) -> dict[str, Any]:
    given = row.fresh + row.cache_read + row.cache_write
    return {
        "request_id": row.request_id,
        "started_at": moment(row.started_ms),
        "gateway": row.gateway,
        "user_id": row.user_id or None,
        "key_id": row.key_id or None,
        "profile": row.profile,
        "client": row.client_program,
        "client_version": row.client_version,
        "conversation": row.conversation or None,
        "endpoint": row.endpoint,
        "client_model": row.client_model,
        "provider": row.provider,
        "model": row.model,
        "client_dialect": row.client_dialect,
        "provider_dialect": row.provider_dialect,
        "lane": row.lane,
        "stream": row.stream,
        "status": row.status,
        "failure": row.failure,
        "partial": row.partial,
        "attempts": row.attempts,
        "failovers": row.failovers,
        "accuracy": row.accuracy,
        "tokens": RowTokens(
            fresh=row.fresh,
            cache_read=row.cache_read,
            cache_write=row.cache_write,
            input=given,
            output=row.output,
            reasoning=row.reasoning,
            total=given + row.output,
        ),
        "cost": _money(row.cost_micros, row.currency),
        "saved": _money(row.saved_micros, row.currency),
        "price_source": row.price_source or None,
        "price_date": row.price_date or None,
        "first_delta_ms": row.first_delta_ms,
        "duration_ms": row.duration_ms,
        "request_bytes": row.request_bytes,
        "response_bytes": row.response_bytes,
        "loss_count": row.loss_count,
    }


def _money(micros: int | None, currency: str) -> Money | None:
    if micros is None:
        return None
    return next((Money.of(micros, each) for each in CURRENCIES if each == currency), None)


def _json(text: str | None) -> Any:
    return None if text is None else msgspec.json.decode(text)


_TAG = "usage"

OPERATIONS = (
    Operation(
        "GET",
        "/admin/usage",
        "List requests",
        _TAG,
        list_usage,
        query=UsagePageQuery,
        response=Page[UsageRow],
    ),
    Operation(
        "GET",
        "/admin/usage/{request_id}",
        "Get a request",
        _TAG,
        get_usage,
        response=UsageDetail,
    ),
)
