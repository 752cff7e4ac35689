import pytest

from app.dialects.openai_chat.think_tags import Piece, ThinkTags


def read(*pieces: str) -> list[Piece]:
    tags = ThinkTags()
    found = [piece for text in pieces for piece in tags.feed(text)] + tags.end()
    joined: list[Piece] = []
    for kind, text in found:
        if joined and joined[-1][0] == kind:
            joined[-1] = (kind, joined[-1][1] + text)
        else:
            joined.append((kind, text))
    return joined


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", [("text", "plain")]),
        ("<think>a</think>b", [("thinking", "a"), ("text", "b")]),
        ("\n<think>\na</think>\n\nb", [("thinking", "a"), ("text", "b")]),
        ("<think>a", [("thinking", "a")]),
        ("<think></think>b", [("text", "b")]),
        ("<think>a < b </thin k></think>c", [("thinking", "a < b </thin k>"), ("text", "c")]),
        ("see <think>a</think>", [("text", "see <think>a</think>")]),
        ("<think>a</think>b<think>c</think>", [("thinking", "a"), ("text", "b<think>c</think>")]),
        ("<thinking>", [("text", "<thinking>")]),
        ("<thi", [("text", "<thi")]),
        ("  ", [("text", "  ")]),
    ],
)
def test_a_text_is_read_alike_however_it_is_cut(text: str, expected: list[Piece]) -> None:
    assert read(text) == expected
    assert read(*text) == expected
    for cut in range(len(text)):
        assert read(text[:cut], text[cut:]) == expected


def test_what_was_only_blank_before_something_else_is_text_and_so_is_the_rest() -> None:
    tags = ThinkTags()
    assert tags.feed("\n") == []
    assert tags.end() == [("text", "\n")]
    assert tags.passing
    assert tags.feed("<think>") == [("text", "<think>")]
