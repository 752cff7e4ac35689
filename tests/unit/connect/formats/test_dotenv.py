from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connect.failure import ConnectError
from app.connect.formats.dotenv import Dotenv
from app.connect.inverse import taken_back, written
from app.connect.plan import ABSENT, KeyEdit, Value

PATH = Path("/home/me/.env")


def document(text: str) -> Dotenv:
    return Dotenv.parsed(text.encode(), PATH)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("K=v", "v"), ("K = v ", "v"), ("export K=v # c", "v"), ("K=", ""), ("K= # c", ""),
        ("K='a #b'", "a #b"), ('K="a\\n\\"b" # c', 'a\n"b'), ("K=`x'y`", "x'y"), ("K=a#b", "a#b"),
        ("K='a\nb'", "a\nb"), ("  K=v\r\n", "v"), ("K=a b", "a b"), ("# K=v", ABSENT),
        ("XK=v", ABSENT), ("K", ABSENT), ("K=a=b", "a=b"), ("K=a\nK=b", "b"),
    ],
)  # fmt: skip
def test_a_value_is_what_programs_read(text: str, value: Value) -> None:
    assert document(text).value(("K",)) == value


LINES = st.sampled_from(
    ["A=1\n", "export B='x' # b\n", 'C="l1\nl2"\n', "# c\n", "\n", "junk\n", " D = d e\n", "E=\n"]
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@given(
    st.lists(LINES, unique=True),
    st.dictionaries(st.sampled_from("ABCDEZ"), TEXTS | st.just(ABSENT), min_size=1),
    st.booleans(),
)
def test_an_edit_and_its_inverse_give_the_same_text(
    lines: list[str], edits: dict[str, Value], end: bool
) -> None:
    text = "".join(lines) if end else "".join(lines).rstrip("\n")
    after, records = document(text), []
    for key, value in edits.items():
        after, record = written(after, KeyEdit((key,), value), None)  # type: ignore[assignment]
        assert after.value((key,)) == value
        records.append(record)
    for record in reversed(records):
        after, reason = taken_back(after, record)  # type: ignore[assignment]
        assert reason == ""
    assert after.text == text


def test_a_new_variable_is_exported_where_its_neighbour_is() -> None:
    assert document("export A=1\n").edited([KeyEdit(("K",), "v")]) == b"export A=1\nexport K=v\n"
    assert document("A=1").edited([KeyEdit(("K",), "a b")]) == b"A=1\nK='a b'"


def test_a_variable_that_is_there_twice_is_refused_if_it_is_ours() -> None:
    found = document("A=1\nK=1\nA=2\nK=2\n")
    with pytest.raises(ConnectError, match="again in line 4"):
        found.edited([KeyEdit(("K",), "v")])
    assert found.edited([KeyEdit(("Z",), "v")]).endswith(b"Z=v\n")


@pytest.mark.parametrize("edit", [KeyEdit(("K",), 1), KeyEdit(("K", "L"), "v")])
def test_what_a_variable_cannot_be_is_refused(edit: KeyEdit) -> None:
    with pytest.raises(ConnectError, match=r"\.env"):
        document("").edited([edit])
