from pathlib import Path

import pytest

from app.secrets.failure import VaultError
from app.secrets.redact import redact
from app.secrets.variables import secret_from_environment

SECRET = "a-secret-of-the-environment"


def test_a_variable_or_the_file_that_it_names_holds_the_secret(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(SECRET + "\n")
    file.chmod(0o600)
    for environ in ({"X": SECRET}, {"X_FILE": str(file)}):
        found = secret_from_environment("X", environ)
        assert found is not None
        assert found.reveal() == SECRET
    assert SECRET not in redact(f"it is {SECRET}")


@pytest.mark.parametrize("environ", [{}, {"X": ""}, {"X_FILE": ""}])
def test_what_is_not_set_is_none(environ: dict[str, str]) -> None:
    assert secret_from_environment("X", environ) is None


@pytest.mark.parametrize(
    "environ", [{"X": "a", "X_FILE": "b"}, {"X_FILE": "/nowhere/at/all"}, {"X": "a\nb"}]
)
def test_what_cannot_be_a_secret_is_refused(environ: dict[str, str]) -> None:
    with pytest.raises(VaultError):
        secret_from_environment("X", environ)
