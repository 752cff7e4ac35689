"""`dragoman import`: providers taken from another program's file, keys into the keyring."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from app.cli.exits import REFUSED, Exit
from app.cli.import_plan import ImportPlan, ImportRefused, PlannedProvider, read
from app.cli.output import as_json, say, table
from app.cli.session import Session, pass_session
from app.secrets.failure import VaultError
from app.settings import change
from app.settings.failure import told
from app.settings.schema import ProviderSettings, Settings
from app.settings.store import SettingsStore

_LARGEST_FILE = 4 * 1024 * 1024


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show the plan and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--keep-env",
    is_flag=True,
    help="Leave the keys of a .env where they are: refer to the variables instead.",
)
@click.option("--replace", is_flag=True, help="Replace providers of the same name.")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def import_file(
    session: Session,
    file: Path,
    dry_run: bool,
    yes: bool,
    keep_env: bool,
    replace: bool,
    json_wanted: bool,
) -> None:
    """Take providers from FILE: a .env or a config.json.

    A .env may have OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL; HF_TOKEN, HF_BASE_URL and
    DEFAULT_MODEL; HITHINK_APP_ID, HITHINK_APP_SECRET and HITHINK_APP_URL. A config.json has
    'providers', each with base_url, api_key and models, and default_provider. Keys go to the
    system's keyring, never into Dragoman's own file; FILE stays as it is.
    """
    plan = _plan(file)
    store = session.store()
    if store.read_only is not None:
        raise Exit(REFUSED, store.read_only)
    for planned in plan.providers:  # all are checked before the first key is kept
        draft = _settings(planned, f"keyring:provider/{planned.name}" if planned.key else None)
        session.refuse_itself(draft.base_url or "")
    taken = [p.name for p in plan.providers if p.name in store.current.providers]
    if not json_wanted:
        _show(plan, taken, keep_env)
    if keep_env and (unnamed := [p.name for p in plan.providers if p.key and not p.key_variable]):
        raise Exit(
            REFUSED, f"--keep-env needs keys in variables; those of {', '.join(unnamed)} are not."
        )
    if taken and not replace:
        raise Exit(REFUSED, f"Set up already: {', '.join(taken)}. --replace replaces them.")
    if dry_run:
        if json_wanted:
            as_json([_described(planned, keep_env) for planned in plan.providers])
        say("Nothing was changed.")
        return
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("Give --yes to take these over, or --dry-run to look only.")
        click.confirm("Take these over?", abort=True, err=True)
    _take(session, store, plan, keep_env)
    if json_wanted:
        as_json([_described(planned, keep_env) for planned in plan.providers])


def _plan(file: Path) -> ImportPlan:
    with file.open("rb") as opened:
        content = opened.read(_LARGEST_FILE + 1)
    try:
        if len(content) > _LARGEST_FILE:
            raise ImportRefused("The file is larger than 4 MB; this is not a settings file.")
        return read(file.name, content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Exit(REFUSED, f"{file} is not text.") from None
    except ImportRefused as error:
        raise Exit(REFUSED, f"{file}: {error}") from None


def _settings(planned: PlannedProvider, key: str | None) -> ProviderSettings:
    """The settings of a planned provider, checked, with its key bound to its address.

    Raises `ProviderError` or `Exit` where they cannot be used.
    """
    from app.providers.catalogue import recognise
    from app.providers.provider import build

    fields = {
        "preset": planned.preset or recognise(planned.base_url or ""),
        "base_url": planned.base_url,
        "models": planned.models,
        "app_id": planned.app_id,
        "token_url": planned.token_url,
        "key": key,
    }
    try:
        settings = ProviderSettings.model_validate(fields)
    except ValidationError as error:
        problems = told(error.errors(include_input=False, include_url=False))
        raise Exit(REFUSED, f"The provider {planned.name!r} is refused.\n  {problems}") from None
    built = build(planned.name, settings)
    return settings.model_copy(update={"key_origin": built.origin if key else None})


def _described(planned: PlannedProvider, keep_env: bool) -> dict[str, Any]:
    """What a script is told: where the key is, never the key."""
    key = f"env:{planned.key_variable}" if keep_env else f"keyring:provider/{planned.name}"
    return {
        "name": planned.name,
        "preset": planned.preset,
        "base_url": planned.base_url,
        "key": key if planned.key is not None else None,
        "models": list(planned.models),
    }


def _show(plan: ImportPlan, taken: list[str], keep_env: bool) -> None:
    rows = []
    for planned in plan.providers:
        key = "none"
        if planned.key is not None:
            key = f"stays in {planned.key_variable}" if keep_env else "into the keyring"
        notes = ["default"] if planned.name == plan.default_provider else []
        notes += ["exists already"] if planned.name in taken else []
        url = planned.base_url or f"(as the preset {planned.preset} says)"
        rows.append((planned.name, url, key, ", ".join(planned.models), ", ".join(notes)))
    table(("provider", "base URL", "key", "models", ""), rows)


def _take(session: Session, store: SettingsStore, plan: ImportPlan, keep_env: bool) -> None:
    entries = {
        planned.name: _settings(planned, _reference(session, planned, keep_env))
        for planned in plan.providers
    }

    def changed(old: Settings) -> Settings:
        new = old
        for name, entry in entries.items():
            new = change.add_provider(new, name, entry)
        if plan.default_provider is not None:
            models = entries[plan.default_provider].models
            model = plan.default_model or next(iter(models), None)
            new = change.set_default(new, plan.default_provider, model)
        return new

    store.update(changed)
    say(f"Set up: {', '.join(entries)}. Next: dragoman provider test {next(iter(entries))}")


def _reference(session: Session, planned: PlannedProvider, keep_env: bool) -> str | None:
    if planned.key is None:
        return None
    if keep_env:
        return f"env:{planned.key_variable}"
    try:
        return asyncio.run(session.vault().store(f"provider/{planned.name}", planned.key))
    except VaultError as error:
        raise Exit(
            REFUSED,
            f"Nothing was set up: the keys cannot be kept. {error.cause} --keep-env leaves the "
            "keys of a .env in their variables.",
        ) from None
