"""A stream that tells when something changed, so that a page need not ask again and again."""

import asyncio
from contextlib import suppress

from aiohttp import web

from app.dialects.wire_json import dump
from app.gateway.admin.changes import LOOK_EVERY_SECONDS, Marks
from app.gateway.admin.operation import Call, Operation
from app.gateway.relay import STREAM_HEADERS

_COMMENT_EVERY_SECONDS = 10.0


async def get_events(call: Call[None, None]) -> web.StreamResponse:
    """Server-sent events: `changed`, at once and at every change, and a comment every 10 s."""
    parts, changes = call.parts, call.changes
    response = web.StreamResponse(
        headers={**STREAM_HEADERS, "Cache-Control": "no-store", "x-request-id": call.request_id}
    )
    await response.prepare(call.http)
    if call.http.method == "HEAD":
        return response
    loop = asyncio.get_running_loop()
    told: Marks | None = None
    spoke = loop.time()
    while not parts.stopping.is_set():
        marks = await changes.marks()
        if marks is not None and marks != told:
            await response.write(_event(marks))
            told, spoke = marks, loop.time()
        elif loop.time() - spoke >= _COMMENT_EVERY_SECONDS:
            await response.write(b": still here\n\n")
            spoke = loop.time()
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY_SECONDS):
                await parts.stopping.wait()
    await response.write_eof()
    return response


def _event(marks: Marks) -> bytes:
    data = dump({"usage": marks.usage, "people": marks.people, "settings": marks.settings})
    return b"event: changed\ndata: " + data + b"\n\n"


OPERATIONS = (
    Operation(
        "GET",
        "/admin/events",
        "Be told of changes",
        "server",
        get_events,
        media_type="text/event-stream",
    ),
)
