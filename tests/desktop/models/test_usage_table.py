import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from app.desktop.models.usage_table import UsageTable, certainty, name_of
from app.storage.totals import Group, Totals

GROUPS = (
    Group(
        "deepseek/v4",
        "deepseek/v4",
        Totals(
            requests=1200,
            failures=3,
            estimated=2,
            fresh=100_000,
            cache_read=900_000,
            output=5_000,
            cost={"USD": 1_840_000},
        ),
    ),
    Group("glm/Zhipu/glm-5", "", Totals(requests=7, unpriced=7, fresh=10, output=5)),
)


def cost(totals: Totals) -> int:
    return sum(totals.cost.values())


def table(by: str = "model") -> UsageTable:
    made = UsageTable()
    made.show_groups(GROUPS, by, cost)  # type: ignore[arg-type]  # one of the three
    return made


def row(made: UsageTable, at: int) -> list[str]:
    return [made.index(at, column).data() for column in range(made.columnCount())]


def titles(made: UsageTable) -> list[str]:
    across = Qt.Orientation.Horizontal
    return [made.headerData(column, across) for column in range(made.columnCount())]


def test_it_is_a_model_as_qt_wants_it(qtmodeltester: ModelTester) -> None:
    made = table()
    qtmodeltester.check(made)


def test_a_row_says_its_sums_in_words() -> None:
    made = table()
    assert dict(zip(titles(made), row(made, 0), strict=True)) == {
        "Model": "v4",
        "Provider": "deepseek",
        "Requests": "1,200",
        "Failed": "3",
        "Input": "1 M",
        "Cached": "90 %",
        "Output": "5 k",
        "Cost": "$1.84",
        "Counted": "2 estimated",
    }
    assert row(made, 1)[-2:] == ["–", "7 without a price"]


def test_numbers_stand_on_the_right_and_words_on_the_left() -> None:
    made = table()
    role = Qt.ItemDataRole.TextAlignmentRole
    sides = [made.index(0, column).data(role) for column in range(made.columnCount())]
    assert [bool(side & Qt.AlignmentFlag.AlignRight) for side in sides] == [
        *(False, False),
        *(True, True, True, True, True, True),
        False,
    ]
    assert made.headerData(2, Qt.Orientation.Horizontal, role) == sides[2]
    assert made.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "v4"
    assert made.index(0, 8).data(Qt.ItemDataRole.ForegroundRole) is not None
    assert made.index(0, 2).data(Qt.ItemDataRole.DecorationRole) is None


def test_another_grouping_has_other_columns() -> None:
    assert titles(table("provider"))[:2] == ["Provider", "Requests"]
    assert titles(table("client"))[:2] == ["Client", "Requests"]


@pytest.mark.parametrize(("column", "first"), [(0, "Zhipu/glm-5"), (2, "v4"), (7, "v4")])
def test_columns_are_sorted_by_what_they_mean(column: int, first: str) -> None:
    made = table()
    made.sort(column, Qt.SortOrder.DescendingOrder)
    assert row(made, 0)[0] == first
    made.sort(column, Qt.SortOrder.AscendingOrder)
    assert row(made, 0)[0] != first
    made.sort(-1)
    assert row(made, 0)[0] == "v4"


def test_sorting_holds_for_what_comes_later() -> None:
    made = table()
    made.sort(2, Qt.SortOrder.AscendingOrder)
    made.show_groups((*GROUPS, Group("kimi/k2", "", Totals(requests=1))), "model", cost)
    assert [made.group(at).totals.requests for at in range(3)] == [1, 7, 1200]


def test_a_search_keeps_the_rows_that_hold_the_words() -> None:
    made = table()
    made.search("ZHIPU")
    assert made.rowCount() == 1
    assert made.group(0).key == "glm/Zhipu/glm-5"
    made.search("")
    assert made.rowCount() == 2


def test_the_same_sums_are_not_shown_again() -> None:
    made = table()
    resets: list[int] = []
    made.modelReset.connect(lambda: resets.append(1))
    made.show_groups(GROUPS, "model", cost)
    assert resets == []


def test_groups_without_a_name_are_named_in_words() -> None:
    assert name_of("", "model") == "No model"
    assert name_of("", "provider") == "No provider"
    assert name_of("", "client") == "Unknown client"
    assert name_of("deepseek/v4", "model") == "v4"
    assert name_of("codex", "client", "Codex") == "Codex"


def test_how_sure_a_sum_is() -> None:
    assert certainty(Totals(requests=1)) == "exact"
    both = Totals(requests=3, unpriced=1, estimated=2)
    assert certainty(both) == "1 without a price, 2 estimated"


def test_a_hundred_thousand_rows_make_no_cell_before_it_is_seen() -> None:
    made = UsageTable()
    groups = [Group(f"p/model-{at}", "", Totals(requests=at)) for at in range(100_000)]
    made.show_groups(groups, "model", cost)
    made.sort(2, Qt.SortOrder.DescendingOrder)
    assert made.rowCount() == 100_000
    assert row(made, 0)[0] == "model-99999"
