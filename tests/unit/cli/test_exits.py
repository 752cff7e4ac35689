"""Errors that speak to a person become a sentence and an exit code; others stay what they are."""

import pytest

from app.cli.exits import Exit, errors_told
from app.platform.file_lock import Locked
from app.platform.sockets import PortTaken
from app.providers.provider import ProviderError
from app.secrets.failure import VaultError, VaultErrorKind
from app.settings.failure import SettingsError


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SettingsError("why"), 3),
        (ProviderError("why"), 3),
        (VaultError(VaultErrorKind.LOCKED, "why"), 1),
        (Locked("why"), 1),
        (PortTaken("127.0.0.1", 1, "why"), 4),
    ],
)
def test_each_error_has_its_code(error: Exception, code: int) -> None:
    with pytest.raises(Exit, match="why") as told, errors_told():
        raise error
    assert told.value.exit_code == code


def test_a_fault_of_ours_is_not_dressed_up() -> None:
    with pytest.raises(ZeroDivisionError), errors_told():
        raise ZeroDivisionError
