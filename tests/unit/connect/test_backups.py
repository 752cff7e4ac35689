import stat
from pathlib import Path

import pytest

from app.connect import backups
from app.connect.apply import connect, disconnect
from app.connect.backups import back_up
from app.connect.journal import Journal
from app.connect.plan import FilePlan, Plan
from tests.unit.connect.hostile import EDITS, FULL, KEY


def copies(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]


def test_the_last_five_of_a_file_are_kept(tmp_path: Path) -> None:
    for number in range(8):
        back_up(tmp_path / "backups", Path("/home/a/settings.json"), b"%d" % number, number)
    assert copies(tmp_path / "backups") == [b"3", b"4", b"5", b"6", b"7"]


def test_the_same_content_is_kept_once(tmp_path: Path) -> None:
    for number in range(3):
        back_up(tmp_path / "backups", Path("/home/a/settings.json"), b"same", number)
    assert copies(tmp_path / "backups") == [b"same"]


def test_files_of_the_same_name_do_not_share(tmp_path: Path) -> None:
    back_up(tmp_path / "backups", Path("/home/a/settings.json"), b"a", 1)
    back_up(tmp_path / "backups", Path("/home/b/settings.json"), b"b", 1)
    assert sorted(copies(tmp_path / "backups")) == [b"a", b"b"]


def test_all_together_stay_under_the_cap_and_the_newest_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_LARGEST_TOTAL", 25)
    for number in range(4):
        back_up(tmp_path / "backups", Path(f"/home/{number}"), b"%d" % number * 10, number)
    assert sorted(copies(tmp_path / "backups")) == [b"2" * 10, b"3" * 10]


def test_copies_are_for_their_owner_only(tmp_path: Path) -> None:
    back_up(tmp_path / "backups", Path("/home/a/settings.json"), b"a", 1)
    for path in (tmp_path / "backups").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_a_file_with_our_values_in_it_is_never_copied(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(FULL)
    journal = Journal(tmp_path / "journal")
    for now, name in enumerate(("one", "two", "one")):
        connect(Plan(name, (FilePlan(path, "jsonc", EDITS["jsonc"]),)), journal, now)
        path.write_text(path.read_text().replace("bar", f"bar{now}"))
    kept = copies(journal.folder / "backups")
    assert kept == [FULL.encode()]
    disconnect(journal, "one")
    disconnect(journal, "two")
    assert all(KEY.encode() not in content for content in copies(journal.folder / "backups"))
