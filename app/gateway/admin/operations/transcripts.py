"""Transcripts: read, exported, deleted, and switched on and off."""

from aiohttp import web

from app.gateway.admin import cursors
from app.gateway.admin.chosen import bounds
from app.gateway.admin.operation import Call, Operation
from app.gateway.admin.parts import ConsoleParts
from app.gateway.admin.settings_calls import save
from app.gateway.admin.shapes.common import Page
from app.gateway.admin.shapes.transcripts import (
    Body,
    Deleted,
    Policy,
    Transcribed,
    Transcript,
    TranscriptPageQuery,
    TranscriptQuery,
)
from app.gateway.admin.storage_calls import read, write
from app.gateway.admin.transcript_export import TranscriptExport
from app.gateway.relay import SERVER
from app.settings import change
from app.storage import transcripts
from app.storage.failure import UnknownError
from app.storage.transcripts import TranscriptFilter


async def list_transcripts(call: Call[TranscriptPageQuery, None]) -> Page[Transcribed]:
    """Requests that have a transcript, the newest first."""
    query = call.query
    wanted = _wanted(call.parts, query)
    before = cursors.place_of(query.cursor)
    found = await read(
        call.parts,
        lambda connection: transcripts.stored_requests(
            connection, wanted, limit=query.limit + 1, before=before
        ),
    )
    shown = found[: query.limit]
    return Page[Transcribed](
        items=[Transcribed.of(each) for each in shown],
        next_cursor=cursors.encode(*shown[-1].place) if len(found) > query.limit else None,
    )


async def get_transcript(call: Call[None, None]) -> Transcript:
    """One request's transcript."""
    request_id = call.path["request_id"]
    found = await read(call.parts, lambda connection: transcripts.bodies(connection, request_id))
    return Transcript(request_id=request_id, bodies=[Body.of(body) for body in found])


async def export_transcripts(call: Call[TranscriptQuery, None]) -> web.StreamResponse:
    """One JSON object a line, a request each, the oldest first."""
    wanted = _wanted(call.parts, call.query)
    response = web.StreamResponse(
        headers={
            "Content-Type": "application/x-ndjson",
            "Content-Disposition": 'attachment; filename="transcripts.jsonl"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Server": SERVER,
            "x-request-id": call.request_id,
        }
    )
    if call.http.method == "HEAD":
        await response.prepare(call.http)
        return response
    export = TranscriptExport(call.parts, wanted)
    try:
        first = await export.line()  # a database that fails is told before the answer begins
        await response.prepare(call.http)
        while first is not None:
            await response.write(first)
            first = await export.line()
        await response.write_eof()
    finally:
        export.stop()
    return response


async def delete_transcripts(call: Call[TranscriptQuery, None]) -> Deleted:
    """The transcripts that are chosen are gone."""
    wanted = _wanted(call.parts, call.query)
    count = await write(call.parts, lambda connection: transcripts.remove(connection, wanted))
    return Deleted(deleted=count)


async def delete_transcript(call: Call[None, None]) -> None:
    """One request's transcript is gone."""
    request_id = call.path["request_id"]
    count = await write(
        call.parts,
        lambda connection: transcripts.remove(connection, TranscriptFilter(request_id=request_id)),
    )
    if not count:
        raise UnknownError("There is no transcript of this request.")


async def get_transcript_policy(call: Call[None, None]) -> Policy:
    """Whose requests and answers are kept."""
    return Policy.of(call.parts.settings().transcripts)


async def put_transcript_policy(call: Call[None, Policy]) -> Policy:
    """Whose requests and answers are kept from now on."""
    given = call.body.model_dump()
    saved = await save(
        call.parts,
        lambda old: change.record_transcripts(old, old.transcripts.model_copy(update=given)),
    )
    return Policy.of(saved.transcripts)


def _wanted(parts: ConsoleParts, query: TranscriptQuery) -> TranscriptFilter:
    start_ms, end_ms = bounds(parts, query)
    return TranscriptFilter(start_ms, end_ms, query.user_id, query.key_id, query.conversation)


_ALL = "/admin/transcripts"
_ONE = "/admin/transcripts/{request_id}"
_POLICY = "/admin/transcripts/policy"
_TAG = "transcripts"

OPERATIONS = (
    Operation(
        "GET",
        _ALL,
        "List transcripts",
        _TAG,
        list_transcripts,
        query=TranscriptPageQuery,
        response=Page[Transcribed],
    ),
    Operation(
        "DELETE",
        _ALL,
        "Delete transcripts",
        _TAG,
        delete_transcripts,
        query=TranscriptQuery,
        response=Deleted,
    ),
    Operation(
        "GET",
        "/admin/transcripts/export",
        "Export transcripts as JSON lines",
        _TAG,
        export_transcripts,
        query=TranscriptQuery,
        media_type="application/x-ndjson",
    ),
    Operation(
        "GET",
        _POLICY,
        "Whose transcripts are kept",
        _TAG,
        get_transcript_policy,
        response=Policy,
    ),
    Operation(
        "PUT",
        _POLICY,
        "Set whose transcripts are kept",
        _TAG,
        put_transcript_policy,
        body=Policy,
        response=Policy,
        refusals=(409,),
    ),
    Operation("GET", _ONE, "Get a transcript", _TAG, get_transcript, response=Transcript),
    Operation("DELETE", _ONE, "Delete a transcript", _TAG, delete_transcript, status=204),
)
