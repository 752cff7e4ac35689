"""`dragoman model`: where the model names that clients ask for lead."""

import click

from app.cli.exits import FAILED, REFUSED, Exit
from app.cli.output import as_json, say, table
from app.cli.session import Session, pass_session


@click.group()
def model() -> None:
    """Map the model names that clients ask for to a provider's models."""


_profile_name = click.option(
    "--profile-name", default="default", metavar="P", help="The profile whose rules these are."
)


@model.command("map")
@click.argument("client")
@click.argument("targets", nargs=-1, required=True, metavar="PROVIDER/MODEL...")
@_profile_name
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def map_model(
    session: Session,
    client: str,
    targets: tuple[str, ...],
    profile_name: str,
    json_wanted: bool,
) -> None:
    """Send a client's model name to PROVIDER/MODEL.

    CLIENT is a name, a glob such as 'claude-opus*', or one of Claude Code's families: opus, sonnet,
    haiku, fable. Further targets are tried in order when one fails. The model '*' passes the
    client's own name through.
    """
    from app.settings import change, notation

    try:
        notation.profile_name(profile_name)
        for target in targets:
            notation.target(target)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    store = session.store()
    known = store.current.providers
    for target in targets:
        name = target.partition("/")[0]
        if name not in known:
            raise Exit(
                REFUSED,
                f"There is no provider {name!r}. "
                + (f"Known are {', '.join(known)}." if known else "Add it first."),
            )
    store.update(lambda old: change.map_model(old, profile_name, client, targets))
    if json_wanted:
        as_json({"profile": profile_name, "client": client, "targets": list(targets)})
    else:
        say(f"{client} -> {', then '.join(targets)}")


@model.command("list")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def list_models(session: Session, json_wanted: bool) -> None:
    """List the rules of every profile."""
    settings = session.store().current
    rules = [
        {"profile": name, "client": client, "targets": list(targets), "kind": kind}
        for name, profile in settings.profiles.items()
        for kind, client, targets in [
            *(("rule", rule.client, rule.targets) for rule in profile.models),
            *(("family", family, targets) for family, targets in profile.families.items()),
        ]
    ]
    if json_wanted:
        as_json(
            {
                "rules": rules,
                "default_provider": settings.default_provider,
                "default_model": settings.default_model,
            }
        )
        return
    rows = [(str(r["profile"]), str(r["client"]), ", then ".join(r["targets"])) for r in rules]
    if settings.default_provider is not None:
        default = f"{settings.default_provider}/{settings.default_model or '*'}"
        rows.append(("(all)", "anything else", default))
    if not rows:
        say("No rules yet: 'dragoman model map opus PROVIDER/MODEL' makes one.")
        return
    table(("profile", "client asks for", "goes to"), rows)


@model.command()
@click.argument("client")
@_profile_name
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def unmap(session: Session, client: str, profile_name: str, json_wanted: bool) -> None:
    """Remove the rule for a client's model name or family."""
    from app.settings import change

    store = session.store()
    if change.unmap_model(store.current, profile_name, client) == store.current:
        raise Exit(FAILED, f"No rule for {client!r}. 'dragoman model list' shows them.")
    store.update(lambda old: change.unmap_model(old, profile_name, client))
    if json_wanted:
        as_json({"deleted": 1})
    else:
        say(f"The rule for {client!r} is removed.")
