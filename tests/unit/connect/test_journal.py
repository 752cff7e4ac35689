import shutil
import stat
from pathlib import Path

import pytest

from app.connect.apply import connect, disconnect, replay, state
from app.connect.failure import ConnectError
from app.connect.journal import Journal
from app.connect.plan import FilePlan, Plan
from app.platform.file_lock import file_lock
from tests.unit.connect.children import killed
from tests.unit.connect.hostile import CODEX, EDITS, FULL, KEY

OLD = {"settings.json": FULL.encode(), "config.toml": CODEX.encode()}


def plan_in(home: Path) -> Plan:
    return Plan(
        "client",
        (
            FilePlan(home / "settings.json", "jsonc", EDITS["jsonc"]),
            FilePlan(home / "new" / "folder" / ".env", "dotenv", EDITS["dotenv"]),
            FilePlan(home / "config.toml", "toml", EDITS["toml"]),
            FilePlan(home / "own.json", "jsonc", whole=True, content="{}"),
        ),
    )


def home_in(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    shutil.rmtree(home, ignore_errors=True)
    shutil.rmtree(tmp_path / "journal", ignore_errors=True)
    home.mkdir()
    for name, content in OLD.items():
        (home / name).write_bytes(content)
    return home


def contents(home: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(home)): path.read_bytes() if path.is_file() else b""
        for path in home.rglob("*")
    }


def test_a_connect_that_is_killed_anywhere_is_done_or_was_not_begun(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    connect(plan_in(home), Journal(tmp_path / "journal"), 1)
    new = contents(home)
    deaths = 0
    while True:
        home = home_in(tmp_path)
        if not killed(
            lambda step, home=home: connect(  # type: ignore[misc]
                plan_in(home), Journal(tmp_path / "journal", step), 1
            ),
            deaths,
        ):
            break
        deaths += 1
        journal = Journal(tmp_path / "journal")
        replay(journal)
        assert list(journal.folder.rglob("*.tmp")) == []
        assert contents(home) in (OLD, new)
        assert (state(journal, "client") is not None) == (contents(home) == new)
        connect(plan_in(home), journal, 2)
        assert contents(home) == new
        disconnect(journal, "client")
        assert contents(home) == OLD
    assert deaths > 20


def test_a_disconnect_that_is_killed_anywhere_is_finished_at_the_next_start(
    tmp_path: Path,
) -> None:
    deaths = 0
    while True:
        home = home_in(tmp_path)
        journal = Journal(tmp_path / "journal")
        connect(plan_in(home), journal, 1)
        new = contents(home)
        if not killed(
            lambda step: disconnect(Journal(tmp_path / "journal", step), "client"), deaths
        ):
            break
        deaths += 1
        assert replay(journal) == ()
        assert contents(home) in (OLD, new)
        assert (state(journal, "client") is not None) == (contents(home) == new)
        disconnect(journal, "client")
        assert contents(home) == OLD
    assert deaths > 20


def test_a_second_connect_that_is_killed_anywhere_leaves_the_first_or_the_second(
    tmp_path: Path,
) -> None:
    deaths = 0
    while True:
        home = home_in(tmp_path)
        journal = Journal(tmp_path / "journal")
        connect(plan_in(home), journal, 1)
        first = contents(home)
        smaller = Plan("client", plan_in(home).files[:1])
        if not killed(
            lambda step, plan=smaller: connect(  # type: ignore[misc]
                plan, Journal(tmp_path / "journal", step), 2
            ),
            deaths,
        ):
            break
        deaths += 1
        replay(journal)
        now = contents(home)
        assert now == first or now == OLD | {"settings.json": first["settings.json"]}
        found = state(journal, "client")
        assert found is not None
        assert found.intact
        disconnect(journal, "client")
        assert contents(home) == OLD
    assert deaths > 15


def test_what_others_wrote_between_a_death_and_the_next_start_stays(tmp_path: Path) -> None:
    home = home_in(tmp_path)

    def die(step: str) -> None:
        if step == "written 0":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        connect(plan_in(home), Journal(tmp_path / "journal", die), 1)
    path = home / "settings.json"
    assert KEY in path.read_text()
    path.write_text(path.read_text().replace('"bar"', '"theirs"'))
    journal = Journal(tmp_path / "journal")
    assert "taken back" in replay(journal)[0]
    disconnect(journal, "client")
    assert contents(home) == OLD | {"settings.json": FULL.replace('"bar"', '"theirs"').encode()}


def test_everything_in_the_journal_is_for_its_owner_only(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    journal = Journal(tmp_path / "journal")
    connect(plan_in(home), journal, 1)
    for path in (journal.folder, *journal.folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"{}", b"half", b"00 1\n{}\n"])
def test_a_torn_record_is_set_aside_and_told(damage: bytes, tmp_path: Path) -> None:
    home = home_in(tmp_path)
    journal = Journal(tmp_path / "journal")
    connect(plan_in(home), journal, 1)
    record = journal.folder / "client.record"
    whole = record.read_bytes()
    record.write_bytes(whole[: len(whole) // 2] if damage == b"half" else damage)
    connected = contents(home)
    (sentence,) = replay(journal)
    assert "set aside" in sentence
    assert KEY not in sentence
    assert state(journal, "client") is None
    assert contents(home) == connected
    assert (journal.folder / "client.corrupt").exists()
    assert replay(journal) == ()


def test_a_damaged_former_content_is_not_put_back(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    journal = Journal(tmp_path / "journal")
    connect(plan_in(home), journal, 1)
    for path in (journal.folder / "contents").iterdir():
        path.write_bytes(b"x")
    disconnect(journal, "client")
    assert contents(home) == OLD


def test_contents_that_nobody_needs_are_deleted(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    journal = Journal(tmp_path / "journal")
    connect(plan_in(home), journal, 1)
    disconnect(journal, "client")
    assert list((journal.folder / "contents").iterdir()) == []
    assert journal.clients() == ()


def test_two_dragomans_do_not_connect_at_once(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    with (
        journal.locked(),
        pytest.raises(ConnectError, match="Another Dragoman"),
        Journal(tmp_path / "journal").locked(timeout=0),
    ):
        pass
    with file_lock(tmp_path / "journal" / "lock", timeout=0):
        pass


def test_a_journal_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    (tmp_path / "journal").write_text("in the way")
    with pytest.raises(ConnectError, match="journal"):
        connect(plan_in(home), Journal(tmp_path / "journal"), 1)
    (tmp_path / "journal").unlink()
    assert contents(home) == OLD


def test_an_id_that_would_leave_the_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no id"):
        Journal(tmp_path).record("../x")


def test_files_of_other_names_in_the_folder_are_nobodys(tmp_path: Path) -> None:
    (tmp_path / "Not an id.record").touch()
    assert Journal(tmp_path).clients() == ()
    assert replay(Journal(tmp_path)) == ()
