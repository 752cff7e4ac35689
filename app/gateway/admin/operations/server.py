"""The server itself: its state, and the document of this API."""

import asyncio
from functools import cache

from aiohttp import web

from app.dialects.wire_json import dump
from app.gateway.accounts.terms import zone
from app.gateway.admin.chosen import named
from app.gateway.admin.operation import Call, Operation
from app.gateway.admin.shapes.common import moment
from app.gateway.admin.shapes.server import (
    AccountingStatus,
    DatabaseStatus,
    LedgerStatus,
    Status,
)
from app.gateway.relay import SERVER


async def get_status(call: Call[None, None]) -> Status:
    """The gateway that answers, its database and how it counts money."""
    parts = call.parts
    ledger, accounting = parts.ledger(), parts.settings().accounting
    return Status(
        version=parts.version,
        started_at=moment(parts.started_ms),
        gateway=parts.gateway,
        database=DatabaseStatus(
            kind="postgresql" if parts.database.shared else "sqlite",
            fault=None if ledger.fault is None else ledger.fault.value,
            message=ledger.message,
        ),
        ledger=LedgerStatus(queued=ledger.queued, written=ledger.written, dropped=ledger.dropped),
        accounting=AccountingStatus(
            currency=accounting.currency,
            cny_per_usd=accounting.cny_per_usd,
            timezone=named(parts, zone(accounting)),
        ),
        draining=parts.draining.is_set(),
    )


async def get_openapi(call: Call[None, None]) -> web.Response:
    """This document."""
    headers = {
        "Content-Type": "application/json",
        "Cache-Control": "no-store",
        "Server": SERVER,
        "x-request-id": call.request_id,
    }
    return web.Response(
        body=await asyncio.to_thread(_document, call.parts.version), headers=headers
    )


@cache
def _document(version: str) -> bytes:
    from app.gateway.admin.openapi import document
    from app.gateway.admin.table import OPERATIONS as ALL  # it holds this file's own

    return dump(document(ALL, version))


OPERATIONS = (
    Operation(
        "GET",
        "/admin/status",
        "How the server is",
        "server",
        get_status,
        response=Status,
    ),
    Operation(
        "GET",
        "/admin/openapi.json",
        "The OpenAPI document",
        "server",
        get_openapi,
    ),
)
