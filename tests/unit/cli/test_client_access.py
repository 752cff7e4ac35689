"""The local client key at a server's start, with a keyring and without one."""

import pytest

from app.cli import client_access
from app.cli.exits import REFUSED, Exit
from app.cli.session import Session
from app.secrets.client_keys import ClientKeys
from tests.unit.cli.conftest import MemoryKeyring


@pytest.fixture(autouse=True)
def folders(session: Session) -> None:
    session.paths.create()


def test_it_is_minted_once_into_the_keyring(session: Session, keyring: MemoryKeyring) -> None:
    first = client_access.for_serve(session, can_show=False)
    assert first.kept == "keyring"
    assert client_access.for_serve(session, can_show=False) == first
    assert client_access.for_demo(session) == first
    assert len(keyring) == 1


def test_the_environment_wins(session: Session, environ: dict[str, str]) -> None:
    environ["DRAGOMAN_CLIENT_KEY"] = "drg-mine"
    for access in (
        client_access.for_serve(session, can_show=False),
        client_access.for_demo(session),
    ):
        assert access.kept == "environment"
        assert access.token is not None
        assert access.token.reveal() == "drg-mine"


def test_without_keyring_and_terminal_a_server_does_not_start(
    session: Session, keyring: MemoryKeyring
) -> None:
    keyring.present = False
    with pytest.raises(Exit, match="DRAGOMAN_CLIENT_KEY") as refusal:
        client_access.for_serve(session, can_show=False)
    assert refusal.value.exit_code == REFUSED


def test_without_keyring_a_person_is_shown_a_key_once(
    session: Session, keyring: MemoryKeyring
) -> None:
    keyring.present = False
    access = client_access.for_serve(session, can_show=True)
    assert access.kept == "file"
    assert access.token is not None
    assert ClientKeys(session.key_file().load()).authenticate(access.token.reveal())
    again = client_access.for_serve(session, can_show=False)
    assert (again.kept, again.token) == ("file", None)


def test_the_demo_starts_whatever_the_keyring_does(
    session: Session, keyring: MemoryKeyring
) -> None:
    keyring.present = False
    access = client_access.for_demo(session)
    assert access.kept == "nowhere"
    assert access.token is not None
    assert not session.paths.client_keys_file.exists()
