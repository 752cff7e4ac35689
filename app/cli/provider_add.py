"""`dragoman provider add`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from app.cli.exits import REFUSED, Exit
from app.cli.key_source import KeySource
from app.cli.output import as_json, say
from app.cli.session import Session, pass_session

_DIALECTS = {
    "anthropic": "anthropic_messages",
    "chat": "openai_chat",
    "responses": "openai_responses",
    "gemini": "gemini",
}
_AUTH_STYLES = ("bearer", "x-api-key", "api-key", "x-goog-api-key", "none", "token-exchange")


@click.command()
@click.argument("name")
@click.option("--preset", metavar="ID", help="A vendor; 'provider list --presets' lists them.")
@click.option("--base-url", metavar="URL", help="The API's address, with or without /v1.")
@click.option(
    "--dialect", type=click.Choice(list(_DIALECTS)), help="The wire format.  [default: chat]"
)
@click.option(
    "--key-stdin",
    is_flag=True,
    help="Read the key from standard input; keep it in the system's keyring.",
)
@click.option("--key-env", metavar="VAR", help="Read the key from this variable, at each start.")
@click.option(
    "--key-file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="PATH",
    help="Read the key from this file, when it is used.",
)
@click.option("--no-key", is_flag=True, help="The provider wants none.")
@click.option(
    "--model",
    "rules",
    multiple=True,
    metavar="CLIENT=UPSTREAM",
    help="Send a client's model name or glob to this model; '*=*' passes every name through. "
    "May be given again.",
)
@click.option("--default", "is_default", is_flag=True, help="Send it what no rule names.")
@click.option("--auth", type=click.Choice(_AUTH_STYLES), help="How the key is sent.")
@click.option("--app-id", metavar="ID", help="The app id that goes with the key as its secret.")
@click.option("--token-url", metavar="URL", help="Where app id and secret become a token.")
@click.option(
    "--cache-breakpoints",
    is_flag=True,
    default=None,
    help="Mark the request for the provider's cache where the client does not.",
)
@click.option("--proxy", metavar="P", help="system, direct, or a proxy's address.")
@click.option("--replace", is_flag=True, help="Replace a provider of the same name.")
@click.option("--json", "json_wanted", is_flag=True, help="For scripts.")
@pass_session
def add(
    session: Session,
    /,
    name: str,
    key_stdin: bool,
    key_env: str | None,
    key_file: Path | None,
    no_key: bool,
    rules: tuple[str, ...],
    is_default: bool,
    replace: bool,
    json_wanted: bool,
    **described: Any,
) -> None:
    """Add a provider: a preset, a base URL, or a preset at another base URL.

    The key is read from standard input, a variable or a file, never from the command line, where
    every user of this machine could see it. The first provider becomes the default.
    """
    from app.settings import notation

    try:
        notation.provider_name(name)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="NAME") from None
    source = KeySource(key_stdin, key_env, key_file, no_key)
    if source.given > 1:
        raise click.UsageError("Give one of --key-stdin, --key-env, --key-file and --no-key.")
    targets = [_rule(name, rule) for rule in rules]
    store = session.store()
    if name in store.current.providers and not replace:
        raise Exit(REFUSED, f"There is a provider {name!r} already. --replace replaces it.")
    if store.read_only is not None:
        raise Exit(REFUSED, store.read_only)  # before a key is put into the keyring
    _save(session, store, name, _fields(described, source), source, targets, is_default)
    if json_wanted:
        from app.cli.provider import providers

        as_json(next(row for row in providers(session) if row["name"] == name))


def _rule(name: str, text: str) -> tuple[str, str]:
    client, equals, upstream = text.partition("=")
    if not (client.strip() and equals and upstream.strip()):
        raise click.BadParameter(
            "is CLIENT=UPSTREAM, for example 'claude-opus*=deepseek-reasoner' or '*=*'",
            param_hint="--model",
        )
    return client.strip(), f"{name}/{upstream.strip()}"


def _fields(described: dict[str, Any], source: KeySource) -> dict[str, Any]:
    """The provider's settings but for its key, as the options say."""
    from app.providers.catalogue import preset_ids, recognise

    fields = {key: value for key, value in described.items() if value is not None}
    if "dialect" in fields:
        fields["dialect"] = _DIALECTS[fields["dialect"]]
    if "preset" not in fields and "base_url" not in fields:
        raise click.UsageError(
            "Give --preset ID or --base-url URL. 'dragoman provider list --presets' lists presets."
        )
    if "preset" in fields and fields["preset"] not in preset_ids():
        from difflib import get_close_matches

        near = get_close_matches(fields["preset"], preset_ids(), n=3)
        hint = (
            f"did you mean {' or '.join(near)}?" if near else "'provider list --presets' lists all"
        )
        raise click.BadParameter(
            f"there is no preset {fields['preset']!r}; {hint}", param_hint="--preset"
        )
    if not {"preset", "dialect"} & fields.keys() and (known := recognise(fields["base_url"])):
        say(f"This is the address of the preset {known}, which is used.")
        fields["preset"] = known
    if source.none:
        fields.setdefault("auth", "none")
    return fields


def _save(
    session: Session,
    store: Any,
    name: str,
    fields: dict[str, Any],
    source: KeySource,
    targets: Sequence[tuple[str, str]],
    is_default: bool,
) -> None:
    from pydantic import ValidationError

    from app.providers.provider import build
    from app.settings import change
    from app.settings.failure import told
    from app.settings.schema import DEFAULT_PROFILE, ProviderSettings, Settings

    try:
        # With a stand-in for the key: a wrong address is told before the key is asked for.
        draft = ProviderSettings.model_validate({**fields, "key": f"keyring:provider/{name}"})
    except ValidationError as error:
        problems = told(error.errors(include_input=False, include_url=False))
        raise Exit(REFUSED, f"The provider {name!r} is refused.\n  {problems}") from None
    planned = build(name, draft)
    session.refuse_itself(planned.base_url)
    key = None
    if planned.auth != "none" or (source.given and not source.none):
        key = source.reference(session, name, f"provider/{name}", planned.auth)
    entry = draft.model_copy(update={"key": key, "key_origin": planned.origin if key else None})
    built = build(name, entry)

    def changed(old: Settings) -> Settings:
        first = old.default_provider is None
        before = old.providers.get(name)
        personal = before.personal_keys if before is not None else {}  # each for its own address
        new = change.add_provider(old, name, entry.model_copy(update={"personal_keys": personal}))
        if first or is_default:
            passes = targets or any("claude" in model for model in built.models)
            model = None if passes or not built.models else built.models[0]
            new = change.set_default(new, name, model)
        for client, target in targets:
            new = change.map_model(new, DEFAULT_PROFILE, client, (target,))
        return new

    saved = store.update(changed)
    say(f"The provider {name!r} is set up: {built.base_url or 'built in'}.")
    if built.base_url.startswith("http://"):
        say("It is called over plain http: use this on your own machine or network only.")
    if saved.default_provider == name and saved.default_model:
        say(f"Names that nothing else decides go to {name}/{saved.default_model}.")
    if not targets and not built.models:
        say(f"Say which model to use, for example: dragoman model map '*' {name}/MODEL")
    say(f"Next: dragoman provider test {name}")
