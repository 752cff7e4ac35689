"""Where a key comes from."""

from pathlib import Path

import click
import pytest

from app.cli.key_source import KeySource
from app.cli.session import Session


def test_a_variable_and_a_file_are_named_and_not_read(session: Session, tmp_path: Path) -> None:
    variable = KeySource(False, "SOME_KEY", None, False)
    assert variable.reference(session, "x", "place", "bearer") == "env:SOME_KEY"
    file = KeySource(False, None, tmp_path / "key", False)
    assert file.reference(session, "x", "place", "bearer") == f"file:{tmp_path / 'key'}"
    assert (variable.given, KeySource(False, None, None, False).given) == (1, 0)


def test_what_is_no_name_of_a_variable_is_refused(session: Session) -> None:
    with pytest.raises(click.BadParameter):
        KeySource(False, "no name", None, False).reference(session, "x", "place", "bearer")
