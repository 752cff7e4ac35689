import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.connect.apply import connect, disconnect, preview
from app.connect.failure import ConnectError
from app.connect.files import Changed, look, missing_folders, put
from app.connect.journal import Journal
from app.connect.plan import FilePlan, Plan
from tests.unit.connect.children import said_without_rights
from tests.unit.connect.hostile import EDITS, FULL, KEY


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


def nothing(step: str) -> None:
    pass


def plan_of(path: Path) -> Plan:
    return Plan("client", (FilePlan(path, "jsonc", EDITS["jsonc"]),))


def refusal(path: Path, folder: Path) -> str:
    """What connecting says, first as a preview and then for good."""
    with pytest.raises(ConnectError) as previewed:
        preview(plan_of(path))
    with pytest.raises(ConnectError) as tried:
        connect(plan_of(path), Journal(folder / "journal"), 1)
    assert previewed.value.message == tried.value.message
    return tried.value.message


def test_a_read_only_file_is_refused_and_stays_read_only(open_folder: Path) -> None:
    path = open_folder / "settings.json"
    path.write_text(FULL)
    path.chmod(0o444)
    said = said_without_rights(lambda: refusal(path, open_folder))
    assert "is read-only" in said
    assert path.read_text() == FULL
    assert stat.S_IMODE(path.stat().st_mode) == 0o444


def test_a_file_in_a_read_only_folder_is_refused(open_folder: Path) -> None:
    path = open_folder / "home" / "settings.json"
    path.parent.mkdir()
    path.write_text(FULL)
    path.chmod(0o666)
    path.parent.chmod(0o555)
    said = said_without_rights(lambda: refusal(path, open_folder))
    assert "is read-only" in said
    assert [one.name for one in path.parent.iterdir()] == ["settings.json"]
    assert path.read_text() == FULL


def test_a_new_file_in_a_read_only_folder_is_refused(open_folder: Path) -> None:
    home = open_folder / "home"
    home.mkdir(mode=0o555)
    said = said_without_rights(lambda: refusal(home / "new" / "settings.json", open_folder))
    assert "is read-only" in said
    assert list(home.iterdir()) == []


def test_a_file_that_may_not_be_read_is_refused(open_folder: Path) -> None:
    path = open_folder / "settings.json"
    path.write_text(FULL)
    path.chmod(0o000)
    assert "cannot be read" in said_without_rights(lambda: refusal(path, open_folder))


def test_a_file_of_somebody_else_is_edited_with_its_mode_kept(open_folder: Path) -> None:
    path = open_folder / "settings.json"
    path.write_text(FULL)
    path.chmod(0o666)

    def connected() -> str:
        journal = Journal(open_folder / "journal")
        connect(plan_of(path), journal, 1)
        there = KEY in path.read_text()
        disconnect(journal, "client")
        return f"{there} {path.read_text() == FULL} {path.stat().st_mode & 0o777:o}"

    assert said_without_rights(connected) == "True True 666"


def test_a_hard_link_is_not_torn_apart(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(FULL)
    (tmp_path / "other").hardlink_to(path)
    assert "hard link" in refusal(path, tmp_path)
    assert path.samefile(tmp_path / "other")


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    assert "is a folder" in refusal(tmp_path / "settings.json", tmp_path)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("x")
    said = refusal(tmp_path / "home" / "settings.json", tmp_path)
    assert "no folder" in said or "cannot be read" in said


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "settings.json")
    assert "no ordinary file" in refusal(tmp_path / "settings.json", tmp_path)


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.symlink_to(path)
    assert str(path) in refusal(path, tmp_path)


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    with path.open("wb") as file:
        file.truncate(33 * 1024 * 1024)
    assert "larger than 32 MB" in refusal(path, tmp_path)


def test_nothing_is_written_over_what_somebody_wrote_after_the_look(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text("old")
    snapshot = look(path)
    path.write_text("new")
    with pytest.raises(Changed):
        put(snapshot, b"ours", nothing)
    with pytest.raises(Changed):
        put(snapshot, None, nothing)
    assert path.read_text() == "new"
    assert [one.name for one in tmp_path.iterdir()] == ["settings.json"]


def test_a_file_that_appeared_after_the_look_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    snapshot = look(path)
    path.write_text("theirs")
    with pytest.raises(Changed):
        put(snapshot, b"ours", nothing)
    assert path.read_text() == "theirs"


def test_missing_folders_are_told_the_outermost_first(tmp_path: Path) -> None:
    snapshot = look(tmp_path / "a" / "b" / "c")
    assert missing_folders(snapshot) == (tmp_path / "a", tmp_path / "a" / "b")
