"""One profile folder and one keyring in memory for each test of the command."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.main import dragoman
from app.cli.session import Session
from app.platform.paths import profile_paths
from app.secrets.failure import VaultError, VaultErrorKind

Run = Callable[..., Result]


class MemoryKeyring(dict[tuple[str, str], str]):
    """A keyring that works, or one that is not there."""

    present = True

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        del self[service, username]

    def _check(self) -> None:
        if not self.present:
            raise VaultError(VaultErrorKind.ABSENT, "There is no keyring here.", "Use --key-env.")


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def environ() -> dict[str, str]:
    return {}


@pytest.fixture
def session(tmp_path: Path, keyring: MemoryKeyring, environ: dict[str, str]) -> Session:
    return Session(profile_paths(tmp_path / "profile"), environ, keyring)


@pytest.fixture
def run(session: Session) -> Run:
    """Run the command with these words, and `input` on standard input."""

    def run(*words: str, code: int = 0, text: str | None = None) -> Result:
        result = CliRunner().invoke(dragoman, list(words), obj=session, input=text)
        assert result.exit_code == code, result.output
        return result

    return run
