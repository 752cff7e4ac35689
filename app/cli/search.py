"""`dragoman search`: who searches the web where a model cannot."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.exits import FAILED, REFUSED, Exit
from app.cli.key_source import KeySource
from app.cli.output import as_json, say, table
from app.cli.session import Session, pass_session

if TYPE_CHECKING:
    from app.gateway.search.service import Kind

_SERVICES: "tuple[Kind, ...]" = ("searxng", "brave", "tavily")


@click.group()
def search() -> None:
    """Let models search the web that cannot by themselves."""


@search.command()
@click.argument("what", metavar="PROVIDER/MODEL|searxng|brave|tavily")
@click.option("--base-url", metavar="URL", help="Where the service is; a SearXNG needs one.")
@click.option("--key-stdin", is_flag=True, help="Read the key from standard input.")
@click.option("--key-env", metavar="VAR", help="Read the key from this variable, at each start.")
@click.option(
    "--key-file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="PATH",
    help="Read the key from this file, when it is used.",
)
@click.option("--count", type=click.IntRange(1, 20), help="Results of a search.  [default: 8]")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def use(
    session: Session,
    what: str,
    base_url: str | None,
    key_stdin: bool,
    key_env: str | None,
    key_file: Path | None,
    count: int | None,
    json_wanted: bool,
) -> None:
    """Search with a model that can, or with a search service.

    A model (PROVIDER/MODEL) answers what asks for a search and nothing else, as Claude Code's
    search tool does. A service is asked by every model that calls for a search.
    """
    source = KeySource(key_stdin, key_env, key_file)
    if source.given > 1:
        raise click.UsageError("Give one of --key-stdin, --key-env and --key-file.")
    kind = next((each for each in _SERVICES if each == what), None)
    if kind is not None:
        changes = _service(session, kind, base_url, source, count)
    elif base_url or source.given or count:
        raise click.UsageError("--base-url, --key-... and --count are for a search service.")
    else:
        changes = {"provider": _model(session, what)}
    _save(session, changes)
    if json_wanted:
        as_json(_shown(session))
    elif kind is not None:
        say(f"Models that cannot search the web ask {what} from now on.")
        say("Next: dragoman search test")
    else:
        say(f"Searches of the web go to {what} from now on.")


@search.command()
@click.argument("what", type=click.Choice(("model", "service", "all")), default="all")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def off(session: Session, what: str, json_wanted: bool) -> None:
    """Search no more with the model, with the service, or with either."""
    changes: dict[str, Any] = {}
    if what != "service":
        changes["provider"] = None
    if what != "model":
        changes |= {"endpoint": "none", "base_url": None, "key": None, "key_origin": None}
    _save(session, changes)
    if json_wanted:
        as_json(_shown(session))
    elif what == "all":
        say("Nothing searches for models that cannot.")
    else:
        say(f"The {what} searches no more.")


@search.command()
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def show(session: Session, json_wanted: bool) -> None:
    """Show who searches."""
    shown = _shown(session)
    if json_wanted:
        as_json(shown)
    elif shown["model"] is None and shown["service"] is None:
        say("Nothing is set up: 'dragoman search use --help' says what there is.")
    else:
        rows = [(name, str(value)) for name, value in shown.items() if value is not None]
        table(("search", ""), rows)


@search.command()
@click.argument("query", default="weather")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def test(session: Session, query: str, json_wanted: bool) -> None:
    """Search with the service and list what it finds."""
    from app.bootstrap.workshop import try_search
    from app.core.search import listed
    from app.gateway.search.service import ServiceError

    try:
        found = try_search(session.paths, query)
    except ServiceError as error:
        raise Exit(FAILED, str(error)) from None
    if found is None:
        raise Exit(REFUSED, "No search service is set up: dragoman search use --help")
    if json_wanted:
        as_json([{"title": one.title, "url": one.url} for one in found.results])
    else:
        click.echo(listed(found))


def _model(session: Session, target: str) -> str:
    from app.settings import notation

    try:
        notation.target(target)
    except ValueError:
        told = f"say PROVIDER/MODEL, or one of {', '.join(_SERVICES)}"
        raise click.BadParameter(told) from None
    known = session.store().current.providers
    name = target.partition("/")[0]
    if name not in known:
        raise Exit(
            REFUSED,
            f"There is no provider {name!r}. "
            + (f"Known are {', '.join(known)}." if known else "Add it first."),
        )
    return target


def _service(
    session: Session, kind: "Kind", base_url: str | None, source: KeySource, count: int | None
) -> dict[str, Any]:
    """The settings of a service that can be used."""
    from app.gateway.search.service import ServiceError, described
    from app.settings.schema import SearchSettings

    current = session.store().current.search
    same = current.endpoint == kind
    url = base_url or (current.base_url if same else None)
    fields = {"endpoint": kind, "base_url": url, "count": count or current.count}
    try:
        # With a stand-in for the key: a wrong address is told before the key is asked for.
        stand_in = {**fields, "key": "keyring:search/key"}
        planned = described(kind, SearchSettings.model_validate(stand_in))
    except ServiceError as error:
        raise Exit(REFUSED, str(error)) from None
    session.refuse_itself(planned.at.base_url)
    origin = planned.at.origin
    key = current.key if same and current.key_origin == origin and not source.given else None
    if source.given or (kind != "searxng" and key is None):
        key = source.reference(session, planned.label, f"search/{kind}", planned.at.auth)
    return {**fields, "key": key, "key_origin": origin if key else None}


def _save(session: Session, changes: dict[str, Any]) -> None:
    from app.settings import change

    session.store().update(lambda old: change.search_with(old, **changes))


def _shown(session: Session) -> dict[str, Any]:
    settings = session.store().current.search
    return {
        "model": settings.provider,
        "service": None if settings.endpoint == "none" else settings.endpoint,
        "base_url": settings.base_url,
        "key": settings.key,
        "results": settings.count,
    }
