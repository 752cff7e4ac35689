from pathlib import Path

import pytest

from app.connect.formats.notations import parse
from app.connect.plan import Notation


@pytest.mark.parametrize(
    ("notation", "text"),
    [("jsonc", '{"a": "b"}'), ("toml", "a = 'b'"), ("yaml", "a: b"), ("dotenv", "a=b")],
)
def test_every_notation_is_read_by_its_name(notation: Notation, text: str) -> None:
    document = parse(notation, text.encode(), Path("x"))
    assert document.value(("a",)) == "b"
    assert document.content == text.encode()
