from pathlib import Path

import pytest

from app.connect.failure import ConnectError
from app.connect.journal import Journal
from app.connect.plan import ABSENT, FilePlan, KeyEdit
from app.connect.step import backward, document_of, forward, holds_ours


def plan_of(path: Path, *edits: KeyEdit) -> FilePlan:
    return FilePlan(path, "jsonc", edits or (KeyEdit(("a",), 2),))


def test_a_step_is_worked_out_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text('{"a": 1}')
    step = forward(plan_of(path), None)
    assert step.changes
    assert step.content == b'{"a": 2}'
    assert path.read_text() == '{"a": 1}'
    assert list(tmp_path.iterdir()) == [path]


def test_a_step_back_is_worked_out_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text('{"a": 1}')
    record = forward(plan_of(path), None).record
    assert record is not None
    path.write_text('{"a": 2, "b": 3}')
    step = backward(record, Journal(tmp_path / "journal"))
    assert step.content == b'{"a": 1, "b": 3}'
    assert path.read_text() == '{"a": 2, "b": 3}'


def test_the_original_counts_only_while_nobody_else_wrote(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text('{"a": 1}')
    first = forward(plan_of(path), None)
    assert first.record is not None
    path.write_bytes(first.content or b"")
    again = forward(plan_of(path), first.record)
    assert again.record is not None
    assert not again.changes
    assert again.record.original == first.record.original
    path.write_text('{"a": 2, "b": 3}')
    after = forward(plan_of(path), first.record)
    assert after.record is not None
    assert after.record.original is None


def test_a_file_that_nothing_is_taken_out_of_is_not_made(tmp_path: Path) -> None:
    step = forward(plan_of(tmp_path / "x", KeyEdit(("a",), ABSENT)), None)
    assert not step.changes


def test_a_file_holds_ours_as_long_as_one_value_is_there(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text('{"a": 1}')
    step = forward(plan_of(path), None)
    assert step.record is not None
    assert not holds_ours(step.record, step.snapshot)
    path.write_bytes(b'{"z": 1, "a": 2}')
    assert holds_ours(step.record, forward(plan_of(path), None).snapshot)


def test_no_file_means_an_empty_document(tmp_path: Path) -> None:
    assert document_of("toml", None, tmp_path).plain == {}
    with pytest.raises(ConnectError):
        document_of("toml", b"=", tmp_path)
