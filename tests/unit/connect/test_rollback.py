from pathlib import Path

import pytest

from app.connect.journal import Journal
from app.connect.plan import FilePlan, KeyEdit
from app.connect.record import ClientRecord, FileRecord
from app.connect.rollback import roll_back, sweep_temporaries
from app.connect.step import forward

NOW = b'{"a": 2}'


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal")


def begun(path: Path, journal: Journal, previous: ClientRecord | None = None) -> ClientRecord:
    """A connect of the file at `path` that was written down and no further."""
    plan = FilePlan(path, "jsonc", (KeyEdit(("a",), 2),))
    file = forward(plan, previous.files[0] if previous else None).record
    assert file is not None
    if path.exists():
        journal.keep(path.read_bytes())
    record = ClientRecord("client", "connecting", 1, (file,), previous)
    journal.save(record)
    return record


def test_a_file_that_was_not_written_stays(tmp_path: Path, journal: Journal) -> None:
    path = tmp_path / "x"
    path.write_bytes(b'{"a": 1}')
    roll_back(journal, begun(path, journal))
    assert path.read_bytes() == b'{"a": 1}'
    assert journal.clients() == ()


def test_a_file_that_was_written_is_as_before(tmp_path: Path, journal: Journal) -> None:
    path = tmp_path / "x"
    path.write_bytes(b'{"a": 1}')
    record = begun(path, journal)
    path.write_bytes(NOW)
    roll_back(journal, record)
    assert path.read_bytes() == b'{"a": 1}'
    assert journal.clients() == ()


def test_a_file_that_was_made_is_deleted_with_its_folder(tmp_path: Path, journal: Journal) -> None:
    path = tmp_path / "folder" / "x"
    record = begun(path, journal)
    path.parent.mkdir()
    path.write_bytes(b'{\n  "a": 2\n}\n')
    roll_back(journal, record)
    assert not path.parent.exists()


def test_the_step_before_counts_again(tmp_path: Path, journal: Journal) -> None:
    path = tmp_path / "x"
    path.write_bytes(b'{"a": 1}')
    earlier = begun(path, journal).connected()
    path.write_bytes(NOW)
    roll_back(journal, begun(path, journal, earlier))
    assert journal.record("client") == earlier


def test_what_somebody_wrote_after_us_stays_and_our_keys_are_still_known(
    tmp_path: Path, journal: Journal
) -> None:
    path = tmp_path / "x"
    path.write_bytes(b'{"a": 1}')
    record = begun(path, journal)
    path.write_bytes(b'{"a": 2, "theirs": 3}')
    roll_back(journal, record)
    assert path.read_bytes() == b'{"a": 2, "theirs": 3}'
    assert journal.record("client") == record.connected()


def test_a_file_in_which_nothing_is_ours_is_forgotten(tmp_path: Path, journal: Journal) -> None:
    path = tmp_path / "x"
    path.write_bytes(b'{"a": 1}')
    record = begun(path, journal)
    path.write_bytes(b'{"a": 9}')
    roll_back(journal, record)
    assert path.read_bytes() == b'{"a": 9}'
    assert journal.clients() == ()


def test_what_a_killed_write_left_is_deleted_and_nothing_else(tmp_path: Path) -> None:
    for name in (".[x].0123456789ab.tmp", ".x.0123456789ab.tmp", "[x]", ".[x].tmp"):
        (tmp_path / name).touch()
    sweep_temporaries(tmp_path / "[x]")
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == [".[x].tmp", ".x.0123456789ab.tmp", "[x]"]


def test_a_file_of_the_plan_that_is_a_folder_by_now_is_nobodys(
    tmp_path: Path, journal: Journal
) -> None:
    record = FileRecord(
        tmp_path, tmp_path, "jsonc", whole=False, existed=False, original="", before="", after="1"
    )
    roll_back(journal, ClientRecord("client", "connecting", 1, (record,)))
    assert tmp_path.is_dir()
    assert journal.clients() == ()
