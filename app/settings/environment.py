"""What the environment sets in place of the file: profile, host, port, and how much is logged."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.settings import notation
from app.settings.failure import SettingsError
from app.settings.schema import ServerSettings

PROFILE = "DRAGOMAN_PROFILE"
HOST = "DRAGOMAN_HOST"
PORT = "DRAGOMAN_PORT"
DEBUG = "DRAGOMAN_DEBUG"


@dataclass(frozen=True, slots=True)
class Environment:
    """What the variables say; None where one is not set or empty."""

    profile: Path | None = None
    host: str | None = None
    port: int | None = None
    debug: bool = False


def read(environ: Mapping[str, str] = os.environ) -> Environment:
    """The variables as they are now. Raises `SettingsError` naming one that cannot be used."""
    profile, host, port = (environ.get(name) or None for name in (PROFILE, HOST, PORT))
    if host is not None:
        try:
            host = notation.host_name(host)
        except ValueError as error:
            raise SettingsError(f"{HOST}: {error}") from None
    number = None
    if port is not None:
        if not (port.isascii() and port.isdigit() and int(port) <= 65_535):
            raise SettingsError(f"{PORT}: must be a port, a number from 0 to 65535")
        number = int(port)
    debug = environ.get(DEBUG, "") not in ("", "0")
    return Environment(Path(profile) if profile else None, host, number, debug=debug)


def address(
    server: ServerSettings, environment: Environment, host: str | None, port: int | None
) -> tuple[str, int]:
    """Where to listen: an option wins over the environment, that over the file."""
    return (
        host or environment.host or server.host,
        next(n for n in (port, environment.port, server.port) if n is not None),
    )
