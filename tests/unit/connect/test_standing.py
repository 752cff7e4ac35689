from pathlib import Path

import pytest

from app.connect.apply import connect
from app.connect.journal import Journal
from app.connect.plan import FilePlan, KeyEdit, Plan
from app.connect.standing import Connection, standing

EDITS = (KeyEdit(("a",), 1), KeyEdit(("b", "c"), "x"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings"


def found(path: Path, content: str | None, *, whole: bool = False) -> Connection:
    """How a file stands that holds `content` after we connected; None deletes it."""
    path.unlink(missing_ok=True)
    journal = Journal(path.parent / "journal")
    plan = FilePlan(path, "jsonc", () if whole else EDITS, whole, "{}" if whole else "")
    connect(Plan("client", (plan,)), journal, 7)
    if content is None:
        path.unlink()
    elif content:
        path.write_text(content)
    record = journal.record("client")
    assert record is not None
    return standing(record)


@pytest.mark.parametrize(
    ("content", "a", "c"),
    [
        ("", "ours", "ours"),
        ('{"z": 0, "b": {"c": "x"}, "a": 1}', "ours", "ours"),
        ('{"a": 1.0, "b": {}}', "changed", "missing"),
        ('{"b": "x", "a": 1}', "ours", "missing"),
        (None, "missing", "missing"),
    ],
)
def test_every_key_is_ours_changed_or_missing(
    content: str | None, a: str, c: str, path: Path
) -> None:
    connection = found(path, content)
    assert connection.since_ms == 7
    assert connection.files[0].keys == ((("a",), a), (("b", "c"), c))
    assert connection.intact == (a == c == "ours")
    assert connection.gone == ("ours" not in {a, c})


@pytest.mark.parametrize(
    ("content", "whole"), [("", "ours"), ("{ }", "changed"), (None, "missing")]
)
def test_a_whole_file_is_one_thing(content: str | None, whole: str, path: Path) -> None:
    connection = found(path, content, whole=True)
    assert connection.files[0].keys == (((), whole),)


def test_a_file_that_cannot_be_read_says_why(path: Path) -> None:
    connection = found(path, "{")
    assert "line 1" in connection.files[0].problem
    assert not connection.intact
    assert not connection.gone
