"""The local client key: set by the environment, or minted once and kept in the keyring."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.platform.file_lock import Locked
from app.secrets import local_key, minted
from app.secrets.vault import Vault, VaultError, VaultErrorKind


class MemoryKeyring(dict[tuple[str, str], str]):
    """A keyring that works."""

    def get_password(self, service: str, username: str) -> str | None:
        return self.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self[service, username]


def test_the_environment_sets_it() -> None:
    token = local_key.from_environment({"DRAGOMAN_CLIENT_KEY": "drg-mine\n"})
    assert token is not None
    assert token.reveal() == "drg-mine"
    assert local_key.from_environment({}) is None
    assert local_key.from_environment({"DRAGOMAN_CLIENT_KEY": ""}) is None


def test_a_variable_that_cannot_be_a_key_is_refused_by_name() -> None:
    with pytest.raises(VaultError, match="DRAGOMAN_CLIENT_KEY"):
        local_key.from_environment({"DRAGOMAN_CLIENT_KEY": "a\nb"})


async def test_it_is_minted_once_and_found_ever_after(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    keyring = MemoryKeyring()
    assert await local_key.stored(Vault("dragoman", backend=keyring)) is None
    first = await local_key.ensure(Vault("dragoman", backend=keyring), lock)
    assert await local_key.ensure(Vault("dragoman", backend=keyring), lock) == first
    assert await local_key.stored(Vault("dragoman", backend=keyring)) == first
    assert await local_key.stored(Vault("dragoman:other", backend=keyring)) is None


async def test_a_lock_that_another_process_holds_is_told_and_blocks_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def held(path: Path) -> Iterator[None]:
        raise Locked(str(path))
        yield

    monkeypatch.setattr(minted, "file_lock", held)
    with pytest.raises(VaultError) as caught:
        await local_key.ensure(Vault("dragoman", backend=MemoryKeyring()), tmp_path / "lock")
    assert caught.value.kind is VaultErrorKind.TIMEOUT
