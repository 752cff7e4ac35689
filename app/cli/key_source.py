"""Where a key comes from that a command is to keep: never from the command line itself."""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from app.cli.exits import REFUSED, Exit
from app.cli.output import say
from app.cli.session import Session

# Longer than any key; what is piped in beyond it is not read.
_LARGEST_INPUT = 128 * 1024


@dataclass(frozen=True, slots=True)
class KeySource:
    """Where the key comes from, as the options say; nothing set: the user is asked.

    `none` is whether it was said that there is none; None where a command has no such option.
    """

    stdin: bool
    variable: str | None
    file: Path | None
    none: bool | None = None

    @property
    def given(self) -> int:
        """How many of the options were used."""
        ways = (self.stdin, self.variable is not None, self.file is not None, bool(self.none))
        return sum(ways)

    def reference(self, session: Session, name: str, place: str, auth: str) -> str:
        """The reference to the key of `name`, which is put into the keyring under `place`.

        `auth` says how it is sent. Raises `Exit` where it cannot be kept, `click.UsageError` where
        nobody can be asked for it.
        """
        if self.variable is not None:
            return self._of_variable(session, self.variable)
        if self.file is not None:
            if not self.file.is_file():
                say(f"Note: {self.file} does not exist yet; it must when the server uses it.")
            return f"file:{self.file.expanduser().absolute()}"
        if self.stdin:
            text = sys.stdin.read(_LARGEST_INPUT)
        elif sys.stdin.isatty():
            text = click.prompt(f"Key of {name}", hide_input=True, err=True)
        else:
            ways = "--key-stdin, --key-env VAR or --key-file PATH"
            if self.none is not None:
                ways = "--key-stdin, --key-env VAR, --key-file PATH or --no-key"
            raise click.UsageError(f"{name} wants a key ({auth}). Give {ways}.")
        return _stored(session, place, text)

    def _of_variable(self, session: Session, variable: str) -> str:
        from app.settings import notation

        reference = f"env:{variable}"
        if not notation.is_reference(reference):
            raise click.BadParameter("is the NAME of a variable", param_hint="--key-env")
        if not session.environ.get(variable):
            say(f"Note: {variable} is not set now; it must be where the server starts.")
        return reference


def _stored(session: Session, place: str, text: str) -> str:
    from app.secrets.failure import VaultError, VaultErrorKind
    from app.secrets.secret import Secret

    try:
        return asyncio.run(session.vault().store(place, Secret.entered(text)))
    except VaultError as error:
        if error.kind in (VaultErrorKind.ABSENT, VaultErrorKind.REFUSED):
            raise Exit(REFUSED, f"The key was not kept. {error.message}") from None
        raise
