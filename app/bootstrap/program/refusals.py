"""What goes wrong below, as the windows are told it."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.core.failure import Refused
from app.desktop.program.failure import ProgramError
from app.secrets.client_key_file import ClientKeyFileError
from app.secrets.failure import VaultError
from app.secrets.secret import SecretValueError
from app.settings.failure import SettingsError
from app.storage.failure import DatabaseError, InvalidError, UnknownError

_SAID = (SettingsError, ClientKeyFileError, SecretValueError, UnknownError)


@contextmanager
def told() -> Iterator[None]:
    """Raise `ProgramError` in the place of each failure that has a sentence for a person."""
    try:
        yield
    except VaultError as error:
        raise ProgramError(secret_trouble(error)) from error
    except DatabaseError as error:
        raise ProgramError(error.message) from error
    except InvalidError as error:
        raise ProgramError(error.message, error.field) from error
    except Refused as refused:
        raise ProgramError(refused.failure.message) from refused
    except _SAID as error:
        raise ProgramError(str(error)) from error


def secret_trouble(error: VaultError) -> str:
    """The same to somebody at a window, whom the command line's way out does not help."""
    if error.message == error.cause:
        return error.message
    return (
        f"{error.cause} A key can also be named: as a variable (env:NAME) or a file (file:/path)."
    )
