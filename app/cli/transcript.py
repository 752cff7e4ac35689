"""`dragoman transcript`: requests that were kept word for word."""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from app.cli.output import as_json, say, table
from app.cli.session import Session, pass_session

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.storage.transcripts import TranscriptFilter


@click.group()
def transcript() -> None:
    """Requests and answers that were kept word for word.

    Nothing is kept unless [transcripts] in config.toml says whose.
    """


@transcript.command("list")
@click.option("--user", metavar="NAME|ID", help="Only this user's.")
@click.option("--conversation", metavar="ID", help="Only this conversation's.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def list_transcripts(
    session: Session,
    user: str | None,
    conversation: str | None,
    limit: int,
    json_wanted: bool,
) -> None:
    """List the requests that are kept, the newest first."""
    from app.storage import transcripts

    with session.database() as database, database.reading() as connection:
        wanted = _wanted(connection, user, conversation)
        found = transcripts.stored_requests(connection, wanted, limit=limit)
    rows = [
        {
            "request_id": each.request.request_id,
            "started_at": _moment(each.request.started_ms),
            "conversation": each.request.conversation,
            "bodies": each.bodies,
            "size": each.size,
            "stored": each.stored,
        }
        for each in found
    ]
    if json_wanted:
        as_json(rows)
    else:
        titles = ("request_id", "started_at", "conversation", "bodies", "size", "stored")
        table(
            [title.replace("_", " ") for title in titles],
            [[str(row[title]) for title in titles] for row in rows],
        )


@transcript.command()
@click.argument("request_id")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def show(session: Session, request_id: str, json_wanted: bool) -> None:
    """Print what the client sent, the provider got and answered, and the client got."""
    from app.storage import transcripts

    with session.database() as database, database.reading() as connection:
        bodies = transcripts.bodies(connection, request_id)
    said: list[dict[str, Any]] = [
        {
            "side": body.side,
            "attempt": body.attempt,
            "content_type": body.content_type,
            "size": body.size,
            "truncated": body.truncated,
            "text": body.body.decode(errors="replace"),
        }
        for body in bodies
    ]
    if json_wanted:
        as_json(said)
        return
    for part in said:
        words = [part["side"].replace("_", " ")]
        words += [f"(attempt {part['attempt']})"] if part["attempt"] else []
        words += ["(the rest was not kept)"] if part["truncated"] else []
        click.echo(f"--- {' '.join(words)}")
        click.echo(part["text"])


@transcript.command()
@click.option("--user", metavar="NAME|ID", help="Only this user's.")
@click.option("--conversation", metavar="ID", help="Only this conversation's.")
@pass_session
def export(session: Session, user: str | None, conversation: str | None) -> None:
    """Write them to standard output, one JSON object a line, the oldest first."""
    from app.storage import transcripts

    with session.database() as database, database.reading() as connection:
        wanted = _wanted(connection, user, conversation)
        for line in transcripts.export(connection, wanted):
            sys.stdout.write(line + "\n")


@transcript.command()
@click.argument("request_id", required=False)
@click.option("--user", metavar="NAME|ID", help="All of this user's.")
@click.option("--conversation", metavar="ID", help="All of this conversation's.")
@click.option("--all", "everything", is_flag=True, help="All there are.")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def delete(
    session: Session,
    request_id: str | None,
    user: str | None,
    conversation: str | None,
    everything: bool,
    json_wanted: bool,
) -> None:
    """Delete one request's transcript, or many; they are overwritten on disk."""
    from app.storage import transcripts

    if not (request_id or user or conversation or everything):
        raise click.UsageError("Name a request, --user, --conversation, or --all.")
    with session.database() as database, database.writing() as connection:
        wanted = _wanted(connection, user, conversation, request_id)
        count = transcripts.remove(connection, wanted)
    if json_wanted:
        as_json({"deleted": count})
    else:
        say(f"{count} transcripts are deleted.")


def _wanted(
    connection: "Connection",
    user: str | None,
    conversation: str | None,
    request_id: str | None = None,
) -> "TranscriptFilter":
    from app.storage import people
    from app.storage.transcripts import TranscriptFilter

    return TranscriptFilter(
        user_id=people.user(connection, user).id if user is not None else None,
        conversation=conversation,
        request_id=request_id,
    )


def _moment(milliseconds: int) -> str:
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
