"""The admin key when a server starts."""

import pytest

from app.cli import admin_access
from app.cli.exits import Exit
from app.cli.session import Session
from tests.unit.cli.conftest import MemoryKeyring


def test_the_environments_key_opens_it(session: Session, environ: dict[str, str]) -> None:
    environ["DRAGOMAN_ADMIN_KEY"] = "dra-mine-0123456789"
    found = admin_access.for_serve(session, can_show=False)
    assert found.access is not None
    assert found.access.matches(b"dra-mine-0123456789")
    assert found.shown_once is None
    environ["DRAGOMAN_ADMIN_KEY"] = "a\nb"
    with pytest.raises(Exit):
        admin_access.for_serve(session, can_show=False)


def test_the_keyrings_key_is_minted_at_the_first_start(
    session: Session, keyring: MemoryKeyring
) -> None:
    session.paths.create()
    first = admin_access.for_serve(session, can_show=False)
    assert first.access == admin_access.for_serve(session, can_show=False).access
    assert first.access is not None
    assert first.access.matches(next(iter(keyring.values())).encode())


def test_without_a_keyring_a_person_sees_it_once_and_nobody_else_gets_one(
    session: Session, keyring: MemoryKeyring
) -> None:
    session.paths.create()
    keyring.present = False
    assert admin_access.for_serve(session, can_show=False).access is None
    first = admin_access.for_serve(session, can_show=True)
    assert first.shown_once is not None
    later = admin_access.for_serve(session, can_show=False)
    assert later.shown_once is None
    assert later.access == first.access
