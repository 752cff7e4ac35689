"""The file of client keys' digests: no token in it, and never taken as empty when damaged."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.secrets import client_keys
from app.secrets.client_key_file import ClientKeyFile, ClientKeyFileError
from app.secrets.client_keys import ClientKeys


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "client_keys.json"


def test_a_key_added_is_found_by_its_token_which_is_not_in_the_file(path: Path) -> None:
    token = client_keys.mint()
    ClientKeyFile(path).add("ci", token, "work", now=datetime(2026, 11, 21, tzinfo=UTC))
    found = ClientKeys(ClientKeyFile(path).load()).authenticate(token.reveal())
    assert found is not None
    assert (found.name, found.profile, found.created) == ("ci", "work", "2026-11-21T00:00:00+00:00")
    assert token.reveal().removeprefix("drg-") not in path.read_text()


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_the_file_is_for_this_user_only(path: Path) -> None:
    ClientKeyFile(path).add("ci", client_keys.mint(), "default")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_no_file_means_no_keys(path: Path) -> None:
    assert ClientKeyFile(path).load() == ()
    assert not ClientKeyFile(path).revoke("ci")


def test_a_revoked_key_is_gone_and_the_others_stay(path: Path) -> None:
    file = ClientKeyFile(path)
    file.add("one", client_keys.mint(), "default")
    file.add("two", client_keys.mint(), "default")
    assert file.revoke("one")
    assert [key.name for key in file.load()] == ["two"]


def test_another_process_change_is_seen(path: Path) -> None:
    server, command = ClientKeyFile(path), ClientKeyFile(path)
    server.load()
    command.add("one", client_keys.mint(), "default")
    assert server.changed_on_disk()
    server.load()
    assert not server.changed_on_disk()


def test_a_name_is_used_once_and_is_a_name(path: Path) -> None:
    file = ClientKeyFile(path)
    file.add("one", client_keys.mint(), "default")
    for name in ("one", "", "a b", "../x", "a\n"):
        with pytest.raises(ClientKeyFileError):
            file.add(name, client_keys.mint(), "default")
    assert len(file.load()) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"version": 1, "keys": [{"name": "a", "sha256": "zz"}]}',
        b'{"version": 1, "keys": [{"name": "a"}]}',
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_refused_never_taken_as_empty(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(ClientKeyFileError, match="damaged"):
        ClientKeyFile(path).load()
    with pytest.raises(ClientKeyFileError):
        ClientKeyFile(path).add("one", client_keys.mint(), "default")
    assert path.read_bytes() == content


def test_a_file_of_another_version_is_refused_with_its_number(path: Path) -> None:
    path.write_text('{"version": 2, "keys": []}')
    with pytest.raises(ClientKeyFileError, match="format 2"):
        ClientKeyFile(path).load()


def test_the_admin_key_is_no_clients_key(tmp_path: Path) -> None:
    file = ClientKeyFile(tmp_path / "keys.json")
    for name in ("local", "admin"):
        file.add(name, client_keys.mint(), "default")
    assert [key.name for key in file.load()] == ["local", "admin"]
    assert [key.name for key in file.clients()] == ["local"]


def test_keys_that_move_away_leave_the_file_and_a_copy_of_it(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    file = ClientKeyFile(path)
    for name in ("local", "laptop"):
        file.add(name, client_keys.mint(), "default")
    before = path.read_bytes()
    file.keep_only(("local", "admin"))
    assert [key.name for key in file.load()] == ["local"]
    assert (tmp_path / "keys.json.bak").read_bytes() == before
