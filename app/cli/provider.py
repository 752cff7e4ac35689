"""`dragoman provider`: who serves models."""

import asyncio
from typing import Any

import click

from app.cli.exits import DONE, FAILED, REFUSED, Exit
from app.cli.lazy_group import LazyGroup
from app.cli.output import as_json, mark, say, table
from app.cli.session import Session, pass_session

_COMMANDS = {
    "add": ("app.cli.provider_add:add", "Add a provider by preset or by base URL."),
    "list": ("app.cli.provider:list_providers", "List providers, or the presets to choose from."),
    "remove": ("app.cli.provider:remove", "Remove a provider and its key."),
    "test": (
        "app.cli.provider:test",
        "Try a provider step by step: network, key, model, stream.",
    ),
    "models": ("app.cli.provider:models", "List the models that a provider has."),
    "personal-key": (
        "app.cli.personal_key:personal_key",
        "Give users keys of their own, used instead of the shared one.",
    ),
}


@click.command(cls=LazyGroup, lazy=_COMMANDS)
def provider() -> None:
    """Add, list, test and remove the providers that serve models."""


@click.command()
@click.option("--presets", is_flag=True, help="List the presets instead.")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def list_providers(session: Session, presets: bool, json_wanted: bool) -> None:
    """List the providers that are set up, or the presets to choose from."""
    rows = _presets() if presets else providers(session)
    if json_wanted:
        as_json(rows)
    elif presets:
        table(
            ("preset", "name", "base URL"),
            [(row["preset"], row["name"], row["base_url"] or _no_address(row)) for row in rows],
        )
    elif not rows:
        say("No provider is set up yet. 'dragoman provider list --presets' shows what there is.")
    else:
        table(
            ("name", "preset", "dialect", "base URL", "key", ""),
            [
                (
                    row["name"],
                    row["preset"] or "",
                    row["dialect"] or "",
                    row["base_url"] or "",
                    row["key"] or "none",
                    "; ".join(_notes(row)),
                )
                for row in rows
            ],
        )


def _notes(row: dict[str, Any]) -> list[str]:
    notes = ["default"] if row["default"] else []
    notes += [] if row["enabled"] else ["switched off"]
    return notes + ([f"cannot be used: {row['problem']}"] if row["problem"] else [])


def providers(session: Session) -> list[dict[str, Any]]:
    """What a script is told of each provider that is set up."""
    from app.providers.provider import ProviderError, build

    settings = session.store().current
    rows = []
    for name, entry in settings.providers.items():
        row: dict[str, Any] = {
            "name": name,
            "preset": entry.preset,
            "dialect": entry.dialect,
            "base_url": entry.base_url,
            "key": entry.key,
            "models": list(entry.models),
            "enabled": entry.enabled,
            "default": name == settings.default_provider,
            "problem": None,
        }
        try:
            built = build(name, entry)
        except ProviderError as error:
            row["problem"] = str(error)
        else:
            row |= {
                "preset": built.preset,
                "dialect": built.dialect,
                "base_url": built.base_url,
                "models": list(built.models),
            }
        rows.append(row)
    return rows


def _no_address(row: dict[str, Any]) -> str:
    return "(built in)" if row["dialect"] == "demo" else "(yours)"


def _presets() -> list[dict[str, Any]]:
    from app.providers.catalogue import preset, preset_ids

    presets = [preset(preset_id) for preset_id in preset_ids()]
    return [
        {
            "preset": known.id,
            "name": known.label["en"],
            "dialect": known.dialect,
            "auth": known.auth,
            "base_url": known.base_url,
            "key_page": known.key_page,
            "models": [model.name for model in known.models if model.listed],
        }
        for known in presets
    ]


@click.command()
@click.argument("name")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def remove(session: Session, name: str, json_wanted: bool) -> None:
    """Remove a provider, the rules that lead to it, and its key from the keyring.

    Keys in environment variables and files are yours and stay.
    """
    from app.secrets.failure import VaultError
    from app.settings import change

    store = session.store()
    entry = _known(session, name)
    store.update(lambda old: change.remove_provider(old, name))
    if not json_wanted:
        say(f"The provider {name!r} is removed.")
    personal = (each.key for each in entry.personal_keys.values())
    references = [entry.key, *entry.more_keys, *personal, *entry.headers.values()]
    for reference in references:
        if reference is None or not reference.startswith("keyring:"):
            continue
        try:
            asyncio.run(session.vault().delete(reference))
        except VaultError as error:
            raise Exit(
                FAILED,
                f"Its key {reference} is still in the keyring: {error.message}",
            ) from None
    if json_wanted:
        as_json({"deleted": 1})


@click.command()
@click.argument("name")
@click.option("--user", help="With this user's own key of it.")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
@click.pass_context
def test(
    ctx: click.Context, session: Session, name: str, user: str | None, json_wanted: bool
) -> None:
    """Try a provider step by step and say in words what is wrong.

    It asks for a few words and costs a fraction of a cent. Exit code 1 where a step fails.
    """
    from app.cli import engine

    user_id = _owner(session, name, user) if user is not None else ""
    _known(session, name)
    results = []
    for step, went_well, sentence in engine.test_provider(session.paths, name, user_id):
        results.append({"step": step, "ok": went_well, "message": sentence})
        if not json_wanted:
            click.echo(f"{mark('ok' if went_well else 'failed')}  {step}: {sentence}")
    if json_wanted:
        as_json(results)
    ctx.exit(DONE if results and all(result["ok"] for result in results) else FAILED)


@click.command()
@click.argument("name")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def models(session: Session, name: str, json_wanted: bool) -> None:
    """List the models that a provider says it has, one a line."""
    from app.cli import engine

    _known(session, name)
    found = engine.fetch_models(session.paths, name)
    if json_wanted:
        as_json(found)
    else:
        for model in found:
            click.echo(model)


def _owner(session: Session, name: str, user: str) -> str:
    """The id of a user who has a key of their own of the provider; `Exit` where there is none."""
    from app.cli.personal_key import user_of

    user_id, called = user_of(session, user)
    if user_id not in _known(session, name).personal_keys:
        raise Exit(REFUSED, f"{called} has no key of their own for {name}.")
    return user_id


def _known(session: Session, name: str) -> Any:
    """The settings of the provider called `name`; `Exit` naming the others where there is none."""
    providers = session.store().current.providers
    if name not in providers:
        known = f"Known are {', '.join(providers)}." if providers else "None is set up yet."
        raise Exit(REFUSED, f"There is no provider {name!r}. {known}")
    return providers[name]
