"""What every command works on: one profile's folders, files and keyring."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.output import say
from app.platform.paths import CONFIG_VARIABLE, ProfilePaths, profile_paths

if TYPE_CHECKING:
    from app.secrets.client_key_file import ClientKeyFile
    from app.secrets.keyring_backend import Backend
    from app.secrets.vault import Vault
    from app.settings.store import SettingsStore
    from app.storage.database import Database


@dataclass(frozen=True)
class Session:
    """One command's run. `keyring` stands in for the system's; only tests give one."""

    paths: ProfilePaths
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    keyring: "Backend | None" = None

    @classmethod
    def open(cls, profile: Path | None) -> "Session":
        """The session of a profile folder, or of the user's ordinary profile."""
        config = os.environ.get(CONFIG_VARIABLE)
        return cls(profile_paths(profile, Path(config) if config else None))

    def store(self) -> "SettingsStore":
        """The settings, loaded; what happened meanwhile is told on standard error."""
        from app.settings.store import SettingsStore

        store = SettingsStore(self.paths.config_file)
        for notice in store.notices:
            click.echo(f"dragoman: {notice}", err=True)
        return store

    def refuse_itself(self, base_url: str) -> None:
        """Raise `AddressError` where a provider's address is our own: we would call ourselves."""
        from app.providers.address import refuse_own_address
        from app.settings import environment

        if base_url:  # the built-in provider has none
            variables = environment.read(self.environ)
            ours = environment.address(self.store().current.server, variables, None, None)
            refuse_own_address(base_url, [ours])

    def vault(self, *, deadline: float = 10.0) -> "Vault":
        """The secrets; the keyring is opened when it is first asked."""
        from app.secrets.vault import Vault

        return Vault(
            self.paths.keyring_service,
            backend=self.keyring,
            environ=self.environ,
            deadline=deadline,
        )

    @contextmanager
    def database(self) -> Iterator["Database"]:
        """The profile's database, brought up to date; what happened to it is told.

        Raises `DatabaseError`.
        """
        from app.bootstrap import storage

        url = storage.database_url(self.paths, self.store().current.storage, None, self.environ)
        self.paths.create()
        opened = storage.open_database(url, say)
        try:
            storage.take_over_keys(self.paths, opened)
            yield opened
        finally:
            opened.close()

    def key_file(self) -> "ClientKeyFile":
        """The client keys' digests."""
        from app.secrets.client_key_file import ClientKeyFile

        return ClientKeyFile(self.paths.client_keys_file)


pass_session = click.make_pass_decorator(Session)
