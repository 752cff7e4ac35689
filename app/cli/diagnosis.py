"""The checks behind `dragoman doctor`: each looks at one thing and says what to do about it."""

import asyncio
import http.client
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from app.cli.session import Session
from app.platform import sockets
from app.secrets import local_key
from app.secrets.client_key_file import ClientKeyFileError
from app.secrets.failure import VaultError
from app.secrets.vault import Vault
from app.settings import environment
from app.settings.failure import SettingsError
from app.settings.schema import ProviderSettings, Settings

_ANSWER_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One result: "ok", "note" (works, but may surprise) or "wrong"; `remedy` says what to do."""

    status: Literal["ok", "note", "wrong"]
    subject: str
    message: str
    remedy: str = ""


def examine(session: Session) -> Iterator[Finding]:
    """Every finding, as it is made."""
    yield _python()
    vault = session.vault()
    settings = Settings()
    try:
        store = session.store()
        settings = store.current
        yield Finding("ok", "settings", str(store.path))
        if store.read_only is not None:
            yield Finding("note", "settings", store.read_only)
    except SettingsError as error:
        yield Finding("wrong", "settings", str(error), "Correct the file; nothing else is lost.")
    yield from _unknown_keys("", settings)
    yield from _keyring(vault, settings)
    yield from _client_keys(session)
    yield _database(session, settings)
    yield from _port(session, settings)
    yield from _providers(vault, settings)
    yield from _targets(settings)
    yield from _clients(session, settings)
    yield from conflicts(session.environ, settings)


def _python() -> Finding:
    running = ".".join(str(number) for number in sys.version_info[:3])
    return Finding("ok", "python", f"Python {running}")


def _unknown_keys(path: str, branch: object) -> Iterator[Finding]:
    from difflib import get_close_matches

    from pydantic import BaseModel

    if isinstance(branch, Mapping):
        for name, inner in branch.items():
            yield from _unknown_keys(f"{path}{name}.", inner)
    elif isinstance(branch, tuple):
        for inner in branch:
            yield from _unknown_keys(path, inner)
    elif isinstance(branch, BaseModel):
        known = list(type(branch).model_fields)
        for name in branch.model_extra or {}:
            near = get_close_matches(name, known, n=1)
            remedy = f"Did you mean {near[0]}?" if near else ""
            yield Finding("note", "settings", f"{path}{name} is no setting that we know", remedy)
        for name in known:
            yield from _unknown_keys(f"{path}{name}.", getattr(branch, name))


def _keyring(vault: Vault, settings: Settings) -> Iterator[Finding]:
    problem = asyncio.run(vault.keyring_problem())
    if problem is None:
        yield Finding("ok", "keyring", "The system's keyring answers.")
        return
    needed = [n for n, p in settings.providers.items() if (p.key or "").startswith("keyring:")]
    status: Literal["wrong", "note"] = "wrong" if needed else "note"
    remedy = f"The keys of {', '.join(needed)} are in it." if needed else ""
    yield Finding(status, "keyring", problem.cause, remedy)


def _client_keys(session: Session) -> Iterator[Finding]:
    try:
        keys = session.key_file().load()
        token = local_key.from_environment(session.environ)
    except (ClientKeyFileError, VaultError) as error:
        yield Finding("wrong", "client keys", str(error))
        return
    if token is not None:
        yield Finding("ok", "client keys", f"{local_key.VARIABLE} sets the local one.")
    yield Finding("ok", "client keys", f"{len(keys)} beside the local one.")


def _database(session: Session, settings: Settings) -> Finding:
    from app.bootstrap.storage import VARIABLE, database_url
    from app.storage.failure import DatabaseError
    from app.storage.inspection import inspect

    try:
        found = inspect(database_url(session.paths, settings.storage, None, session.environ))
    except SettingsError as error:
        return Finding("wrong", "database", str(error), f"Correct {VARIABLE} or the settings.")
    except DatabaseError as error:
        return Finding("wrong", "database", error.message)
    if found is None:
        return Finding("ok", "database", "There is none yet; the first start makes it.")
    told = [
        f"{'PostgreSQL' if found.shared else 'SQLite'}, {found.place}",
        f"{found.size / 1e6:,.1f} MB",
    ]
    if found.newest_ms is not None:
        newest = datetime.fromtimestamp(found.newest_ms / 1000, UTC)
        told.append(f"newest request {newest:%Y-%m-%d %H:%M:%S} UTC")
    elif not found.behind:
        told.append("no request is recorded")
    if found.behind:
        told.append("the next start brings it up to date")
    return Finding("ok", "database", ", ".join(told))


def _port(session: Session, settings: Settings) -> Iterator[Finding]:
    try:
        host, port = environment.address(
            settings.server, environment.read(session.environ), None, None
        )
        sockets.bind(host, port).close()
    except SettingsError as error:
        yield Finding("wrong", "environment", str(error))
    except sockets.AddressRefused as error:
        yield Finding("wrong", "port", str(error), "Set server.host to an address of this machine.")
    except sockets.PortTaken as error:
        if _is_ours(session, host, port):
            yield Finding("ok", "port", f"Dragoman runs on {host}:{port}.")
        else:
            yield Finding("wrong", "port", str(error))
    else:
        yield Finding("ok", "port", f"{host}:{port} is free; Dragoman does not run.")


def _is_ours(session: Session, host: str, port: int) -> bool:
    """Whether who listens there knows our key and answers as we do."""
    try:
        token = local_key.from_environment(session.environ) or asyncio.run(
            local_key.stored(session.vault())
        )
    except VaultError:
        token = None
    if token is None:
        return False
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared only
    connection = http.client.HTTPConnection(address, port, timeout=_ANSWER_SECONDS)
    try:
        connection.request("GET", "/health", headers={"x-api-key": token.reveal()})
        return b'"authenticated"' in connection.getresponse().read(4096)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _providers(vault: Vault, settings: Settings) -> Iterator[Finding]:
    if not settings.providers:
        yield Finding(
            "note", "providers", "None is set up.", "dragoman provider add --help says how."
        )
    for name, entry in settings.providers.items():
        yield _provider(vault, name, entry)
        yield from _personal_keys(vault, name, entry)


def _provider(vault: Vault, name: str, entry: ProviderSettings) -> Finding:
    from app.providers.provider import ProviderError, build

    subject = f"provider {name}"
    if not entry.enabled:
        return Finding("note", subject, "It is switched off.")
    try:
        built = build(name, entry)
        for reference in built.key_refs:
            asyncio.run(vault.resolve(reference))
    except (ProviderError, VaultError) as error:
        return Finding("wrong", subject, str(error))
    again = f"dragoman provider add {name} --replace, with its key, sets it right."
    if not built.key_fits:
        return Finding(
            "wrong", subject, "Its key was entered for another address and is not sent.", again
        )
    if built.key_ref is None and built.auth != "none":
        if entry.personal_keys:
            return Finding("ok", subject, "It has users' own keys, and none that is shared.")
        return Finding("wrong", subject, "It has no key.", again)
    return Finding("ok", subject, f"{built.base_url or 'built in'}")


def _personal_keys(vault: Vault, name: str, entry: ProviderSettings) -> Iterator[Finding]:
    """The users' own keys that are not there, or were entered for another address."""
    from app.providers.provider import ProviderError, build

    if not entry.enabled:
        return
    for user_id, key in entry.personal_keys.items():
        subject = f"provider {name}, key of {user_id}"
        again = f"dragoman provider personal-key set {name} {user_id} sets it right."
        try:
            asyncio.run(vault.resolve(key.key))
            fits = build(name, entry).for_user(user_id).key_fits
        except VaultError as error:
            yield Finding("wrong", subject, str(error), again)
        except ProviderError:
            return  # told of the provider itself
        else:
            if not fits:
                message = "It was entered for another address and is not sent."
                yield Finding("wrong", subject, message, again)


def _targets(settings: Settings) -> Iterator[Finding]:
    named = {
        target.partition("/")[0]: f"profile {name}"
        for name, profile in settings.profiles.items()
        for targets in [*(rule.targets for rule in profile.models), *profile.families.values()]
        for target in targets
    }
    if settings.default_provider is not None:
        named.setdefault(settings.default_provider, "default_provider")
    for provider, where in named.items():
        if provider not in settings.providers:
            yield Finding(
                "wrong",
                "routes",
                f"{where} leads to {provider}, which is not set up.",
                "Add the provider, or remove the rule with 'dragoman model unmap'.",
            )


def _clients(session: Session, settings: Settings) -> Iterator[Finding]:
    """Client programs that were connected; those of other profiles of Dragoman are theirs."""
    from app.cli.connecting import clients_seen

    try:
        seen = list(clients_seen(session, settings))
    except SettingsError:
        return  # told of the port already
    for client, findings in seen:
        subject = f"client {client}"
        for finding in findings:
            remedy = f"dragoman connect {client}" if finding.fix else ""
            wrong = finding.severity == "error"
            yield Finding("wrong" if wrong else "note", subject, finding.sentence, remedy)
        if not findings:
            yield Finding("ok", subject, "It is connected.")


def conflicts(environ: Mapping[str, str], settings: Settings) -> Iterator[Finding]:
    """What in the environment leads clients past Dragoman. Values are not shown: some are keys."""
    ours = f":{environ.get(environment.PORT) or settings.server.port}"
    for name in ("ANTHROPIC_BASE_URL", "OPENAI_BASE_URL"):
        if (url := environ.get(name)) and ours not in url:
            yield Finding(
                "note",
                "environment",
                f"{name} is set, and not to Dragoman: clients started here go past it.",
                f"unset {name}, or set it to Dragoman's address.",
            )
    if environ.get("ANTHROPIC_API_KEY") and environ.get("ANTHROPIC_AUTH_TOKEN"):
        yield Finding(
            "note",
            "environment",
            "ANTHROPIC_API_KEY and ANTHROPIC_AUTH_TOKEN are both set; Claude Code may use either.",
            "unset one of them.",
        )
    proxies = ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")
    if any(environ.get(name) for name in proxies):
        direct = environ.get("NO_PROXY") or environ.get("no_proxy") or ""
        if not any(host in direct for host in ("127.0.0.1", "127.0.0.0/8", "*")):
            yield Finding(
                "note",
                "environment",
                "A proxy is set that also catches 127.0.0.1: clients may not reach Dragoman.",
                "Add 127.0.0.1,localhost to NO_PROXY.",
            )
