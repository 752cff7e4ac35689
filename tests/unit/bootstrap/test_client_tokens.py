from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection

from app.bootstrap.client_tokens import ClientTokens
from app.secrets.failure import VaultError, VaultErrorKind
from app.secrets.secret import Secret
from app.secrets.vault import Vault
from app.storage import keys
from app.storage.database import Database
from tests.unit.cli.conftest import MemoryKeyring

_Result = TypeVar("_Result")


class Accounts:
    def __init__(self, database: Database) -> None:
        self.database = database

    async def read(self, call: Callable[[Connection], _Result]) -> _Result:
        with self.database.reading() as connection:
            return call(connection)

    async def write(self, call: Callable[[Connection], _Result]) -> _Result:
        with self.database.writing() as connection:
            return call(connection)


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    url = f"sqlite:///{(tmp_path / 'usage.db').as_posix()}"
    with closing(Database.open(url, lambda _: None)) as database:
        yield Accounts(database)


def tokens(accounts: Accounts, keyring: MemoryKeyring) -> ClientTokens:
    return ClientTokens(Vault("test", backend=keyring), accounts, lambda: 1)


async def test_the_same_token_comes_back_and_a_name_that_is_taken_gets_a_number(
    accounts: Accounts, keyring: MemoryKeyring
) -> None:
    first = await tokens(accounts, keyring).ensure("codex", "default")
    again = await tokens(accounts, keyring).ensure("codex", "default")
    assert first.token.reveal() == again.token.reveal()
    assert first.key == again.key
    keyring.clear()
    other = await tokens(accounts, keyring).ensure("codex", "default")
    assert other.key.name == "codex 2"
    assert other.token.reveal() not in repr(other)


async def test_a_token_is_known_to_the_gateway_before_anybody_gets_it(
    accounts: Accounts, keyring: MemoryKeyring
) -> None:
    waited: list[str] = []

    async def admitted(token: Secret) -> None:
        known = await accounts.read(lambda connection: keys.keys(connection))
        waited.append(known[0].name)

    made = ClientTokens(Vault("test", backend=keyring), accounts, lambda: 1, admitted)
    await made.ensure("pi", "default")
    assert waited == ["pi"]


async def test_a_locked_keyring_is_told_and_nothing_is_minted(accounts: Accounts) -> None:
    class Locked(MemoryKeyring):
        def _check(self) -> None:
            raise VaultError(VaultErrorKind.LOCKED, "The keyring is locked.")

    with pytest.raises(VaultError, match="locked"):
        await tokens(accounts, Locked()).ensure("codex", "default")
    assert await tokens(accounts, Locked()).known() == {}


async def test_only_the_given_tokens_are_revoked(
    accounts: Accounts, keyring: MemoryKeyring
) -> None:
    made = tokens(accounts, keyring)
    first = await made.ensure("codex", "default")
    await made.ensure("pi", "default")
    assert await made.of_client("codex", ["default", "cheap"]) == [first.token.reveal()]
    await made.revoke([first.token.reveal(), "drg-of-nobody", ""])
    known = {key.name: key.active for key in (await made.known()).values()}
    assert known == {"codex": False, "pi": True}


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()
