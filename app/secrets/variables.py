"""Secrets that a server is given by its environment: `NAME`, or a file that `NAME_FILE` names."""

from collections.abc import Mapping

from app.secrets import redact
from app.secrets.failure import VaultError, VaultErrorKind
from app.secrets.references import read_file, read_variable
from app.secrets.secret import Secret


def secret_from_environment(variable: str, environ: Mapping[str, str]) -> Secret | None:
    """The secret that the environment sets as `variable`, None where it sets none.

    Containers mount secrets as files, so that `variable` with `_FILE` behind it names one. Raises
    `VaultError` where both are set, the file cannot be read, or what it holds cannot be a secret.
    """
    named = environ.get(f"{variable}_FILE")
    if not named:
        if not environ.get(variable):
            return None
        secret = read_variable(variable, environ)
    elif environ.get(variable):
        raise VaultError(
            VaultErrorKind.REFUSED, f"{variable} and {variable}_FILE are both set. Set one of them."
        )
    else:
        secret = read_file(named)
    redact.register(secret.reveal())
    return secret
