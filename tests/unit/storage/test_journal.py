import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.storage.journal import NAME, Journal, entries
from app.storage.records import Charge, Entry
from tests.fakes.usage_rows import ROW, entry


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".lock")


def found(journal: Journal) -> list[Entry]:
    return [one for segment in journal.leftovers for one in entries(segment)]


def test_what_was_appended_is_there_for_the_next_one(tmp_path: Path) -> None:
    whole = Entry(ROW, (Charge("b", 5, 7),), ("hold",))
    journal = Journal(tmp_path)
    assert journal.leftovers == []
    assert journal.append(whole)
    assert journal.append(entry(2))
    journal.close()
    after = Journal(tmp_path)
    assert found(after) == [whole, entry(2)]
    after.close()


def test_a_released_segment_is_gone(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    assert journal.seal() is None
    journal.append(entry(1))
    segment = journal.seal()
    assert segment is not None
    journal.append(entry(2))
    assert list(entries(segment)) == [entry(1)]
    journal.release(segment)
    journal.close()
    after = Journal(tmp_path)
    assert found(after) == [entry(2)]
    for one in after.leftovers:
        after.release(one)
    after.close()
    assert left(tmp_path) == []


def test_room_is_bounded_and_comes_back(tmp_path: Path) -> None:
    journal = Journal(tmp_path, limit=2_500)
    taken = [journal.append(entry(number)) for number in range(5)]
    assert taken == [True, True, False, False, False]
    segment = journal.seal()
    assert segment is not None
    assert not journal.append(entry(9))
    journal.release(segment)
    assert journal.append(entry(9))
    journal.close()


def test_a_line_that_was_cut_by_a_kill_is_left_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    journal = Journal(tmp_path)
    for number in range(3):
        journal.append(entry(number))
    journal.close()
    file = tmp_path / f"{NAME}.000001"
    file.write_bytes(file.read_bytes()[:-10])
    after = Journal(tmp_path)
    assert found(after) == [entry(0), entry(1)]
    assert "1 usage rows" in caplog.text
    after.close()


@given(data=st.data())
def check_damage(folder: Path, data: st.DataObject) -> None:
    journal = Journal(folder)
    written = [entry(number) for number in range(4)]
    for one in written:
        journal.append(one)
    segment = journal.seal()
    assert segment is not None
    content = bytearray(segment.path.read_bytes())
    start = data.draw(st.integers(0, len(content)))
    content[start : start + data.draw(st.integers(0, 900))] = data.draw(st.binary(max_size=50))
    segment.path.write_bytes(content)
    whole = [one for one in entries(segment) if one in written]
    assert len(whole) >= 2
    journal.release(segment)
    journal.close()


def test_damage_costs_only_the_lines_that_it_touches(tmp_path: Path) -> None:
    check_damage(tmp_path)


def test_gateways_that_share_a_folder_have_a_journal_each(tmp_path: Path) -> None:
    first, second = Journal(tmp_path), Journal(tmp_path)
    first.append(entry(1))
    second.append(entry(2))
    assert left(tmp_path) == [f"{NAME}-2.000001", f"{NAME}.000001"]
    first.close()
    again = Journal(tmp_path)
    assert found(again) == [entry(1)]
    again.close()
    second.close()


def test_what_another_gateway_left_is_taken_over(tmp_path: Path) -> None:
    first, second = Journal(tmp_path), Journal(tmp_path)
    first.append(entry(1))
    second.append(entry(2))
    first.close()
    second.close()
    only = Journal(tmp_path)
    assert found(only) == [entry(1), entry(2)]
    only.close()


def test_text_that_json_does_not_carry_is_refused_quietly(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    assert not journal.append(Entry(type(ROW)("req", 1, model="\ud800")))
    journal.close()


def test_a_disk_that_takes_a_part_of_a_line_costs_that_line_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path)
    write = os.write
    with monkeypatch.context() as patch:
        patch.setattr("os.write", lambda file, line: write(file, line[:20]))
        assert not journal.append(entry(1))
    assert journal.append(entry(2))
    segment = journal.seal()
    assert segment is not None
    assert list(entries(segment)) == [entry(2)]
    journal.close()


def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "data")
    journal.append(entry(1))
    assert all(file.stat().st_mode & 0o077 == 0 for file in (tmp_path / "data").iterdir())
    journal.close()
