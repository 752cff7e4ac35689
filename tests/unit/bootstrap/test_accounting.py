"""The database of a running server, where it cannot be opened at once."""

import asyncio
import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import accounting
from app.bootstrap.accounting import Accounting
from app.bootstrap.assembly import Assembly, assemble
from app.gateway.accounts.watch import Watch
from app.platform.paths import ProfilePaths, profile_paths
from app.secrets import client_keys
from app.secrets.client_key_file import ClientKeyFile
from app.secrets.secret import Secret
from app.secrets.vault import Vault
from app.settings.store import SettingsStore
from app.storage import keys
from app.storage.failure import DatabaseError, Fault
from tests.fakes.postgres import Postgres

LISTENING = [("127.0.0.1", 8787)]


@pytest.fixture
def paths(tmp_path: Path) -> ProfilePaths:
    made = profile_paths(tmp_path / "profile")
    made.create()
    return made


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounting, "_TRY_AGAIN_SECONDS", 0.0)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    monkeypatch.setattr("app.bootstrap.upkeep._sweep", lambda *_: False)


def assembly(paths: ProfilePaths) -> Assembly:
    vault = Vault("test", environ={})
    return assemble(paths, SettingsStore(paths.config_file), vault, (), LISTENING)


async def test_a_database_that_fails_while_it_is_taken_up_costs_no_journal(
    paths: ProfilePaths, postgres_server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    look: Callable[[Watch], Any] = Watch.look
    failures = [DatabaseError(Fault.UNREACHABLE, "It is away.") for _ in range(3)]
    traces: list[BaseException] = []  # whoever keeps them keeps what stands in their frames

    async def flapping(watch: Watch) -> None:
        if failures:
            traces.append(failures.pop())
            raise traces[-1]
        await look(watch)

    monkeypatch.setattr(Watch, "look", flapping)
    parts = assembly(paths)
    recording = Accounting(parts, paths, postgres_server.new_url(), LISTENING)
    async with asyncio.timeout(20):
        await parts.services.accounts.attached.wait()
    assert not failures
    assert sorted(path.name for path in paths.data.glob("*.lock")) == ["ledger.journal.lock"]
    await recording.close()


async def test_a_key_file_that_cannot_be_changed_keeps_nobody_from_the_database(
    paths: ProfilePaths, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ClientKeyFile(paths.client_keys_file).add("old", client_keys.mint(), "default")

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(ClientKeyFile, "keep_only", refused)
    parts = assembly(paths)
    url = f"sqlite:///{(paths.data / 'usage.db').as_posix()}"
    recording = Accounting(parts, paths, url, LISTENING)
    async with asyncio.timeout(20):
        await parts.services.accounts.attached.wait()
    database = recording.database
    assert database is not None
    with database.reading() as connection:
        assert [key.name for key in keys.keys(connection)] == ["old"]
    assert "stay valid" in caplog.text
    await recording.close()


async def opened(paths: ProfilePaths, url: str, token: Secret | None) -> bytes:
    """The seal of a gateway with this local client key, once its database is open."""
    parts = assembly(paths)
    if token is not None:
        parts.services.seal.derive(token)
    recording = Accounting(parts, paths, url, LISTENING)
    async with asyncio.timeout(20):
        await parts.services.accounts.attached.wait()
    await recording.close()
    assert parts.services.seal.lasting
    return parts.services.seal.key


async def test_a_gateway_keeps_the_seal_of_its_own_clients_key(paths: ProfilePaths) -> None:
    url = f"sqlite:///{(paths.data / 'usage.db').as_posix()}"
    one, other = Secret("drg-one"), Secret("drg-other")
    assert await opened(paths, url, one) == await opened(paths, url, one)
    assert await opened(paths, url, one) != await opened(paths, url, other)


async def test_without_such_a_key_the_seal_is_in_the_database(paths: ProfilePaths) -> None:
    url = f"sqlite:///{(paths.data / 'usage.db').as_posix()}"
    assert await opened(paths, url, None) == await opened(paths, url, None)


async def test_gateways_that_share_a_database_share_the_seal(
    tmp_path: Path, postgres_server: Postgres
) -> None:
    url = postgres_server.new_url()
    seals = set()
    for name in ("one", "other"):
        own = profile_paths(tmp_path / name)
        own.create()
        seals.add(await opened(own, url, Secret(f"drg-{name}")))
    assert len(seals) == 1
