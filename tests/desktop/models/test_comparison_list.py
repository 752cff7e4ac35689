from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from app.core.outline import Line
from app.desktop.models.comparison_list import ROW, ComparisonList
from app.desktop.presenters.side_by_side import side_by_side

LEFT = [Line("model", "", "opus"), Line("user", "", "Look here"), Line("option", "top_k", "5")]
RIGHT = [Line("model", "", "deepseek"), Line("user", "", "Look here")]


def shown() -> ComparisonList:
    model = ComparisonList()
    model.show_rows(side_by_side(LEFT, RIGHT))
    return model


def test_rows_are_read_out_with_what_happened_to_them(qtmodeltester: ModelTester) -> None:
    model = shown()
    qtmodeltester.check(model, force_py=True)
    spoken = [
        model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(model.rowCount())
    ]
    assert spoken == [
        "changed: Model: opus: deepseek",
        "User: Look here: Look here",
        "left out: Option top_k: 5",
    ]
    assert model.index(1, 0).data(ROW).left == LEFT[1]


def test_words_and_changes_are_found_one_after_another() -> None:
    model = shown()
    assert model.find("LOOK", -1) == 1
    assert model.find("look", 1) == 1
    assert model.find("nowhere", 0) is None
    assert model.changes == 2
    assert [model.next_change(after) for after in (-1, 0, 2)] == [0, 2, 0]


def test_an_empty_list_has_nothing_to_find() -> None:
    model = ComparisonList()
    assert model.find("x", -1) is None
    assert model.next_change(-1) is None
