"""The database of a profile: where it is, and opened."""

import logging
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.platform.file_lock import Locked
from app.platform.paths import ProfilePaths
from app.secrets import admin_key
from app.secrets.client_keys import LOCAL
from app.secrets.failure import VaultError
from app.secrets.variables import secret_from_environment
from app.settings.failure import SettingsError
from app.settings.schema import StorageSettings

if TYPE_CHECKING:
    from app.storage.database import Database

log = logging.getLogger(__name__)

VARIABLE = "DRAGOMAN_DATABASE"
# The keys that stay in the key file: this machine's own, where there is no keyring.
MACHINE_KEYS = (LOCAL, admin_key.NAME)


def database_url(
    paths: ProfilePaths,
    settings: StorageSettings,
    option: str | None = None,
    environ: Mapping[str, str] = os.environ,
) -> str:
    """The database's URL: an option wins over the environment, that over the settings.

    The environment sets it as `DRAGOMAN_DATABASE`, or names a file as `DRAGOMAN_DATABASE_FILE`.
    Without any of them it is a SQLite file in the profile's data folder. The URL may hold a
    password: it is never logged. Raises `SettingsError` where one of them cannot be used.
    """
    from app.settings import notation

    if option:
        try:
            return notation.database(option)
        except ValueError as error:
            raise SettingsError(f"--database {error}") from None
    try:
        secret = secret_from_environment(VARIABLE, environ)
    except VaultError as error:
        raise SettingsError(error.message) from None
    if secret is not None:
        given = secret.reveal()
        if not given.startswith(("postgresql+psycopg://", "sqlite:///")):
            raise SettingsError(
                f"{VARIABLE} must be postgresql+psycopg://USER:PASSWORD@HOST/NAME or sqlite:///PATH"
            )
        return given
    return settings.database or sqlite_url(paths.data / "usage.db")


def sqlite_url(path: Path) -> str:
    """The URL of a SQLite file."""
    return f"sqlite:///{path.as_posix()}"


def open_database(url: str, tell: Callable[[str], None]) -> "Database":
    """The database, brought up to date; `tell` hears what happened to it, in sentences.

    Imports SQLAlchemy: a server calls this after its port answers, on a thread. Raises
    `DatabaseError`.
    """
    from app.storage.database import Database

    return Database.open(url, tell)


def take_over_keys(paths: ProfilePaths, database: "Database") -> None:
    """Move clients' keys that an older Dragoman kept in the key file into the database, once.

    The file keeps the keys of this machine itself, what the database does not take, and its former
    state beside it as `.bak`. A file that cannot be read is left alone: whoever reads it next says
    so. One that cannot be written keeps its keys, which is told. Raises `DatabaseError`.
    """
    from app.secrets.client_key_file import ClientKeyFile, ClientKeyFileError
    from app.storage.failure import InvalidError
    from app.storage.keys import import_key

    file = ClientKeyFile(paths.client_keys_file)
    try:
        moving = [key for key in file.load() if key.name not in MACHINE_KEYS]
    except ClientKeyFileError:
        return
    if not moving:
        return
    staying = list(MACHINE_KEYS)
    with database.writing() as connection:
        for key in moving:
            try:
                import_key(
                    connection,
                    key.name,
                    digest=key.digest,
                    prefix="",
                    profile=key.profile,
                    created_ms=_milliseconds(key.created),
                )
            except InvalidError as error:
                log.warning("the client key %s stays in the key file: %s", key.name, error)
                staying.append(key.name)
    if len(staying) == len(MACHINE_KEYS) + len(moving):
        return
    try:
        file.keep_only(staying)
    except (ClientKeyFileError, Locked, OSError) as error:
        log.warning(
            "%s cannot be written (%s): the client keys in it stay valid, though they are in the "
            "database now and may be revoked there. Take them out of the file.",
            paths.client_keys_file,
            error,
        )


def _milliseconds(created: str) -> int:
    try:
        return int(datetime.fromisoformat(created).timestamp() * 1000)
    except ValueError:
        return 0
