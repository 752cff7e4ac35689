from pathlib import Path

import pytest

from app.secrets import admin_key, local_key
from app.secrets.admin_key import AdminAccess
from app.secrets.redact import redact
from app.secrets.secret import Secret
from app.secrets.vault import Vault
from tests.unit.secrets.test_local_key import MemoryKeyring


def test_access_knows_its_key_and_no_other() -> None:
    token = admin_key.mint()
    access = AdminAccess.of(token)
    assert access.matches(token.reveal().encode())
    for wrong in (b"", b"dra-", token.reveal().encode() + b"x", b"\xff\xfe"):
        assert not access.matches(wrong)
    assert token.reveal() not in repr(access)
    assert token.reveal() not in redact(f"it is {token.reveal()}")
    assert token.reveal().startswith("dra-")


def test_the_environment_sets_it(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("dra-mine\n")
    file.chmod(0o600)
    for environ in ({"DRAGOMAN_ADMIN_KEY": "dra-mine"}, {"DRAGOMAN_ADMIN_KEY_FILE": str(file)}):
        assert admin_key.from_environment(environ) == Secret("dra-mine")
    assert admin_key.from_environment({}) is None


async def test_it_is_minted_once_and_renewed_on_demand(tmp_path: Path) -> None:
    vault, lock = Vault("dragoman", backend=MemoryKeyring()), tmp_path / "lock"
    assert await admin_key.stored(vault) is None
    first = await admin_key.ensure(vault, lock)
    assert await admin_key.ensure(vault, lock) == first
    renewed = await admin_key.ensure(vault, lock, renew=True)
    assert renewed != first
    assert await admin_key.stored(vault) == renewed


async def test_it_is_another_key_than_that_of_clients(tmp_path: Path) -> None:
    vault, lock = Vault("dragoman", backend=MemoryKeyring()), tmp_path / "lock"
    assert await admin_key.ensure(vault, lock) != await local_key.ensure(vault, lock)
    with pytest.raises(AttributeError):
        AdminAccess("0").digest = "1"  # type: ignore[misc]
