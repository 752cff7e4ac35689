"""Exit codes, and the one place that turns our errors into them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

DONE, FAILED, USAGE, REFUSED, PORT_TAKEN = range(5)

# By module and name, so that nothing is imported that did not run.
_CODES = {
    ("app.settings.failure", "SettingsError"): REFUSED,
    ("app.providers.provider", "ProviderError"): REFUSED,
    ("app.providers.preset", "PresetError"): REFUSED,
    ("app.providers.address", "AddressError"): REFUSED,
    ("app.secrets.client_key_file", "ClientKeyFileError"): REFUSED,
    ("app.secrets.secret", "SecretValueError"): USAGE,
    ("app.secrets.failure", "VaultError"): FAILED,
    ("app.platform.sockets", "AddressRefused"): REFUSED,
    ("app.platform.sockets", "PortTaken"): PORT_TAKEN,
    ("app.platform.file_lock", "Locked"): FAILED,
    ("app.desktop.single_instance", "AlreadyRunning"): FAILED,
    ("app.storage.failure", "DatabaseError"): FAILED,
    ("app.storage.failure", "UnknownError"): FAILED,
    ("app.storage.failure", "ConflictError"): FAILED,
    ("app.storage.failure", "InvalidError"): USAGE,
}


class Exit(click.ClickException):
    """Ends the command with a sentence on standard error and an exit code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.exit_code = code  # type: ignore[misc]  # click reads it from the instance

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the sentence."""
        click.echo(f"dragoman: {self.format_message()}", file=file, err=True)


@contextmanager
def errors_told() -> Iterator[None]:
    """Turn every error that speaks to a person into an `Exit`."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except BrokenPipeError:
        # The reader (head, less) has seen enough; nothing more can be written, not even this.
        sys.stdout = None  # or the interpreter flushes it at exit
        raise click.exceptions.Exit(DONE) from None
    except Exception as error:
        for kind in type(error).__mro__:
            code = _CODES.get((kind.__module__, kind.__name__))
            if code is not None:
                raise Exit(code, str(error)) from None
        raise
