from pathlib import Path

import pytest

from app.connect.inverse import KeyRecord
from app.connect.plan import ABSENT, Value
from app.connect.record import ClientRecord, FileRecord, decoded, encoded

VALUES: list[Value] = [ABSENT, None, True, 1, 1.5, 'a\u2028\n"', ["x", {"y": []}], {"z": None}]


def record_of(value: Value) -> ClientRecord:
    key = KeyRecord(("a.b", "c"), value, ABSENT, source=None, old="", new="\r\n", at=2, made=1)
    file = FileRecord(
        path=Path("/a/b"), target=Path("/c"), notation="toml", whole=False, existed=True,
        original=None, before="12", after="34", folders=(Path("/a"),), keys=(key,),
    )  # fmt: skip
    earlier = ClientRecord("client", "connected", 1, (file,))
    return ClientRecord("client", "connecting", 2, (file, file), earlier)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_record_is_read_as_it_was_written(value: Value) -> None:
    assert decoded(encoded(record_of(value))) == record_of(value)


def test_a_record_that_lacks_any_part_is_refused() -> None:
    whole = encoded(record_of("x"))
    for length in range(len(whole) - 1):
        with pytest.raises(ValueError):
            decoded(whole[:length])


def test_a_record_with_one_wrong_letter_is_refused() -> None:
    with pytest.raises(ValueError):
        decoded(encoded(record_of("x")).replace(b"toml", b"yaml"))


def test_values_and_texts_are_in_no_repr() -> None:
    key = KeyRecord(("a",), "mine-1", "mine-2", "mine-3", "mine-4", "mine-5")
    assert "mine" not in repr(key)


def test_the_contents_that_an_undo_needs_include_those_of_the_step_before() -> None:
    one = record_of(1)
    assert one.contents() == {"12"}
