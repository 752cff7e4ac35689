"""`dragoman connect`, `disconnect` and `status`: other programs made to use this gateway."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeVar

import click

from app.cli.exits import DONE, FAILED, USAGE, Exit
from app.cli.output import as_json, mark, say, table
from app.cli.session import Session, pass_session

if TYPE_CHECKING:
    from app.bootstrap.connecting import Connecting
    from app.connect.clients.client import Finding
    from app.desktop.program.clients import ClientState, Disconnected, Way

_Result = TypeVar("_Result")
_WAYS = {"default": "default", "profile-file": "profile_file", "command": "command"}


@click.command()
@click.argument("client", required=False)
@click.option(
    "--profile-name", "--profile", default="default", metavar="P", help="Whose model rules it uses."
)
@click.option(
    "--way",
    type=click.Choice(list(_WAYS)),
    default="default",
    help="default edits its own settings, profile-file writes one that it can be started with, "
    "command prints a command and touches no file.",
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts; needs --yes.")
@pass_session
def connect(
    session: Session,
    client: str | None,
    profile_name: str,
    way: str,
    dry_run: bool,
    yes: bool,
    json_wanted: bool,
) -> None:
    """Make a client program use Dragoman, with a key of its own.

    Only named keys of its settings are changed, and 'dragoman disconnect' puts them back. Without
    CLIENT the known ones are listed.
    """
    from app.desktop.program.clients import Way

    if client is None:
        _list(session, json_wanted)
        return
    _check_profile(session, profile_name)
    chosen = Way(_WAYS[way])
    if dry_run or (chosen is Way.DEFAULT and not yes and not json_wanted):
        changes = _run(session, lambda c: c.preview(client, profile_name))
        if json_wanted:
            files = [{"path": str(change.path), "diff": change.diff} for change in changes]
            as_json({"client": client, "files": files})
        for change in () if json_wanted else changes:
            click.echo(change.diff or f"{change.path}: nothing to change.")
        if dry_run:
            return
        if any(change.diff for change in changes):
            click.confirm("Write this?", abort=True, err=True)
    if json_wanted and not yes:
        raise Exit(USAGE, "--json changes nothing without --yes.")
    state = _run(session, lambda c: c.connect(client, chosen, profile_name))
    _tell_connected(session, state, chosen, profile_name, json_wanted)


@click.command()
@click.argument("client", required=False)
@click.option("--all", "everything", is_flag=True, help="Every client that is connected.")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def disconnect(session: Session, client: str | None, everything: bool, json_wanted: bool) -> None:
    """Put a client's own settings back, and revoke its key.

    What somebody else changed meanwhile is left alone and told.
    """
    if (client is None) != everything:
        raise click.UsageError("Name a client, or give --all.")

    async def done(connecting: "Connecting") -> "list[Disconnected]":
        if client is None:
            return list(await connecting.disconnect_all())
        return [await connecting.disconnect(client)]

    results = _run(session, done)
    restored = [path for result in results for path in result.restored]
    left = [each for result in results for each in result.left]
    if json_wanted:
        told = [
            {"path": str(each.path), "key": ".".join(each.key), "reason": each.reason}
            for each in left
        ]
        as_json({"restored": restored, "left": told})
        return
    for path in restored:
        say(f"{path} is as it was without Dragoman.")
    for each in left:
        say(f"{each.path}: {'.'.join(each.key) or 'all of it'} was left alone: {each.reason}.")
    if not restored and not left:
        say("Nothing had to be put back.")


@click.command()
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
@click.pass_context
def status(ctx: click.Context, session: Session, json_wanted: bool) -> None:
    """Show whether Dragoman runs, and how each client stands. Exit code 1 where something is amiss.

    A client that is connected by a file is asked nothing but its version.
    """
    from app.cli.connecting import address, serving

    settings = session.store().current
    url, on = address(session, settings), serving(session, settings)

    async def found(connecting: "Connecting") -> "list[tuple[ClientState, list[Finding]]]":
        await connecting.look()
        await connecting.settled()
        return [
            (state, list(await connecting.diagnose(state.id)) if state.connected else [])
            for state in await connecting.look()
            if state.binary or state.connected or json_wanted
        ]

    clients = _run(session, found)
    if json_wanted:
        told = [{**_described(state), "findings": _findings(each)} for state, each in clients]
        as_json({"server": {"on": on, "address": url}, "clients": told})
    else:
        click.echo(f"{mark('ok' if on else 'note')}  Dragoman is {'on' if on else 'off'} at {url}")
        table(
            ("client", "version", "connected", "profile", ""),
            [
                (
                    state.name,
                    state.version,
                    _way(state.connected),
                    state.profile if state.connected else "",
                    state.stale or state.binary,
                )
                for state, _ in clients
            ],
        )
        for state, findings in clients:
            for finding in findings:
                click.echo(f"{mark(_word(finding))}  {state.name}: {finding.sentence}")
    amiss = any(state.stale for state, _ in clients)
    ctx.exit(FAILED if amiss else DONE)


def _list(session: Session, json_wanted: bool) -> None:
    states = _run(session, lambda connecting: connecting.look())
    if json_wanted:
        as_json([_described(state) for state in states])
        return
    table(
        ("client", "name", "connected", "ways", "program"),
        [
            (
                state.id,
                state.name,
                _way(state.connected),
                ", ".join(_way(way) for way in state.ways) or "none yet",
                state.binary or "not found",
            )
            for state in states
        ],
    )
    say("dragoman connect CLIENT connects one; --dry-run shows what that changes.")


def _tell_connected(
    session: Session, state: "ClientState", way: "Way", profile: str, json_wanted: bool
) -> None:
    from app.desktop.program.clients import Way

    command = ""
    if way is not Way.DEFAULT:
        command = _run(session, lambda c: c.launch_command(state.id, profile)).text
    if json_wanted:
        as_json({**_described(state), "command": command or None})
        return
    if command:
        click.echo(command)
    if way is not Way.COMMAND:
        say(f"{state.name} is connected. 'dragoman disconnect {state.id}' puts everything back.")
    if state.warning:
        say(state.warning)


def _check_profile(session: Session, name: str) -> None:
    if name not in session.store().current.profiles:
        raise click.BadParameter(
            f"there is no profile {name!r}; 'dragoman model map --profile-name {name}' makes one",
            param_hint="--profile-name",
        )


def _run(session: Session, call: "Callable[[Connecting], Awaitable[_Result]]") -> _Result:
    from app.cli.connecting import connecting
    from app.desktop.program.failure import ProgramError

    async def done() -> _Result:
        made = connecting(session)
        try:
            for sentence in await made.recover():
                say(sentence)
            return await call(made)
        finally:
            await made.close()

    try:
        return asyncio.run(done())
    except ProgramError as error:
        raise Exit(FAILED, error.message) from None


def _described(state: "ClientState") -> dict[str, Any]:
    plain = asdict(state)
    del plain["findings"]
    return {
        **plain,
        "ways": [_way(way) for way in state.ways],
        "connected": _way(state.connected) or None,
    }


def _findings(findings: "list[Finding]") -> list[dict[str, Any]]:
    return [asdict(finding) for finding in findings]


def _way(way: "Way | None") -> str:
    return way.value.replace("_", "-") if way is not None else ""


def _word(finding: "Finding") -> str:
    return {"error": "wrong", "warning": "note"}.get(finding.severity, "note")
