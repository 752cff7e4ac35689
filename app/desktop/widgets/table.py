"""A table over an item model, set up as all of ours are."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.desktop.icons import paint_icon

_MARK = 11


class _Header(QHeaderView):
    def paintSection(  # noqa: N802 - Qt's name
        self, painter: QPainter, rect: QRect, section: int
    ) -> None:
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == section:
            upwards = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
            place = QRectF(rect.center().x() - _MARK / 2, rect.top() + 1, _MARK, _MARK)
            paint_icon(painter, "sort-up" if upwards else "sort-down", "secondary", place)


class Table(QTableView):
    """Rows are selected as a whole; Ctrl+C copies them with tabs between their cells."""

    def __init__(self, model: QAbstractItemModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        header = _Header(Qt.Orientation.Horizontal, self)
        header.setSectionsClickable(True)
        self.setHorizontalHeader(header)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 14)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own
        """Copy the chosen rows; everything else is Qt's."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
            return
        super().keyPressEvent(event)

    def copied(self) -> str:
        """The chosen rows as text, a line each."""
        rows = sorted(self.selectionModel().selectedRows(), key=QModelIndex.row)
        columns = range(self.model().columnCount())
        return "\n".join(
            "\t".join(str(row.siblingAtColumn(column).data() or "") for column in columns)
            for row in rows
        )
