from hypothesis import given
from hypothesis import strategies as st

from app.core.outline import Line
from app.desktop.presenters.side_by_side import Change, side_by_side

MODEL = Line("model", "", "claude-opus-4-8")
USER = Line("user", "", "Hi")
TOP_K = Line("option", "top_k", "5")

LINES = st.lists(
    st.builds(
        Line,
        st.sampled_from(["user", "assistant", "option"]),
        st.sampled_from(["", "a", "b"]),
        st.sampled_from(["", "one", "two"]),
    ),
    max_size=8,
)


def test_what_changed_stands_beside_what_it_was() -> None:
    served = Line("model", "", "deepseek-v4-pro")
    rows = side_by_side([MODEL, USER], [served, USER])
    assert [(row.left, row.right, row.change) for row in rows] == [
        (MODEL, served, Change.CHANGED),
        (USER, USER, Change.SAME),
    ]


def test_what_was_left_out_and_what_came_in_stand_alone() -> None:
    limit = Line("option", "max_tokens", "64")
    rows = side_by_side([USER, TOP_K], [USER, limit])
    assert [(row.left, row.right, row.change) for row in rows] == [
        (USER, USER, Change.SAME),
        (TOP_K, None, Change.LEFT_OUT),
        (None, limit, Change.ADDED),
    ]


@given(LINES)
def test_the_same_twice_has_no_change(lines: list[Line]) -> None:
    assert {row.change for row in side_by_side(lines, lines)} <= {Change.SAME}


@given(LINES, LINES)
def test_each_side_keeps_all_of_its_lines_in_their_order(
    left: list[Line], right: list[Line]
) -> None:
    rows = side_by_side(left, right)
    assert [row.left for row in rows if row.left is not None] == left
    assert [row.right for row in rows if row.right is not None] == right
    for row in rows:
        assert (row.change is Change.SAME) == (row.left == row.right)
