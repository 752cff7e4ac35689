import pytest

from app.connect.formats.document import Splice
from app.connect.formats.lines import added, line_end, line_start, taken


def applied(text: str, splice: Splice) -> str:
    return text[: splice.start] + splice.text + text[splice.end :]


@pytest.mark.parametrize(
    ("text", "at", "after"),
    [
        ("", 0, "new\n"),
        ("a\n", 2, "a\nnew\n"),
        ("a", 1, "a\nnew"),
        ("a\nb", 2, "a\nnew\nb"),
        ("a\r\n", 3, "a\r\nnew\n"),
    ],
)
def test_an_added_line_leaves_the_end_of_the_text_as_it_is(text: str, at: int, after: str) -> None:
    assert applied(text, added(text, at, "new", "\n")) == after


@pytest.mark.parametrize(
    ("text", "start", "end", "after"),
    [
        ("a\nb\nc\n", 2, 4, "a\nc\n"),
        ("a\nb\n", 2, 4, "a\n"),
        ("a\nb", 2, 3, "a"),
        ("a\r\nb", 3, 4, "a"),
        ("a", 0, 1, ""),
    ],
)
def test_a_taken_line_leaves_the_end_of_the_text_as_it_is(
    text: str, start: int, end: int, after: str
) -> None:
    assert applied(text, taken(text, start, end)) == after


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_found_with_every_kind_of_end(newline: str) -> None:
    text = newline.join(["one", "two", "three"])
    at = text.index("w")
    assert text[line_start(text, at) : line_end(text, at)] == f"two{newline}"
    assert line_end(text, text.index("h")) == len(text)
    assert line_start(text, 1) == 0
