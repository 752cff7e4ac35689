"""Which models of a provider are offered: those in the settings, and those that it says it has."""

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.desktop.icons import paint_icon
from app.desktop.presenters.providers import ProvidersPresenter
from app.desktop.program.providers import ProviderStatus
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.busy_line import BusyLine
from app.desktop.widgets.button import Button
from app.desktop.widgets.row import Row
from app.desktop.widgets.search_field import SearchField
from app.desktop.widgets.text import Secondary
from app.desktop.wording import translate

_Index = QModelIndex | QPersistentModelIndex
_ROWS = 7


class OfferedModels(QAbstractListModel):
    """Each model with a tick; ticking is the presenter's."""

    def __init__(self, name: str, presenter: ProvidersPresenter, parent: QObject) -> None:
        super().__init__(parent)
        self._name = name
        self._presenter = presenter
        self._models: tuple[str, ...] = ()
        self._offered: frozenset[str] = frozenset()
        self._fixed: frozenset[str] = frozenset()

    def show_models(
        self, models: tuple[str, ...], offered: frozenset[str], fixed: frozenset[str]
    ) -> None:
        """Show these; `fixed` ones are the preset's own and stay."""
        if models != self._models:
            self.beginResetModel()
            self._models, self._offered, self._fixed = models, offered, fixed
            self.endResetModel()
        elif (offered, fixed) != (self._offered, self._fixed):
            self._offered, self._fixed = offered, fixed
            self.dataChanged.emit(self.index(0), self.index(len(models) - 1))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own
        """All of them."""
        return 0 if parent.isValid() else len(self._models)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Those of the preset itself cannot be taken away."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
        if self._models[index.row()] in self._fixed:
            return flags
        return flags | Qt.ItemFlag.ItemIsEnabled

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A model's name, and whether it is offered."""
        if not index.isValid():
            return None
        model = self._models[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return model
        if role == Qt.ItemDataRole.CheckStateRole:
            offered = model in self._offered or model in self._fixed
            return Qt.CheckState.Checked if offered else Qt.CheckState.Unchecked
        return None

    def setData(  # noqa: N802 - Qt's own
        self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Offer a model, or no more."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        offered = Qt.CheckState(value) == Qt.CheckState.Checked
        self._presenter.offer_model(self._name, self._models[index.row()], offered)
        return True


class _Ticks(QStyledItemDelegate):
    """A tick in the box of each that is offered: style sheets fill it with a colour only."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The item as it is styled, and its tick."""
        super().paint(painter, option, index)
        if index.data(Qt.ItemDataRole.CheckStateRole) != Qt.CheckState.Checked:
            return
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        view = self.parent()
        style = view.style() if isinstance(view, QWidget) else QApplication.style()
        part = QStyle.SubElement.SE_ItemViewItemCheckIndicator
        box = QRectF(style.subElementRect(part, whole, view if isinstance(view, QWidget) else None))
        paint_icon(painter, "check", "on_accent", box.adjusted(2, 2, -2, -2))


class Offered(QWidget):
    """Asks the provider when told to; hundreds of models are searched, not scrolled."""

    def __init__(
        self, name: str, presenter: ProvidersPresenter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._presenter = presenter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        self.fetch = Button(translate("Providers", "Ask which models it has"), icon="refresh")
        self.fetch.clicked.connect(lambda: presenter.fetch_models(name))
        self.count = Secondary()
        line = Row()
        line.add_wide(self.count)
        line.add_last(self.fetch)
        column.addWidget(line)
        self._busy = BusyLine()
        column.addWidget(self._busy)
        self.search = SearchField(translate("Providers", "Search models"))
        column.addWidget(self.search)
        self.model = OfferedModels(name, presenter, self)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self.model)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search.searched.connect(self._proxy.setFilterFixedString)
        self.list = QListView()
        self.list.setAccessibleName(translate("Providers", "Models that are offered"))
        self.list.setModel(self._proxy)
        self.list.setItemDelegate(_Ticks(self.list))
        self.list.setUniformItemSizes(True)
        column.addWidget(self.list)
        self.why = Secondary(
            translate("Providers", "Grey ones come with the provider: clients may always ask them.")
        )
        column.addWidget(self.why)

    def refresh(self, status: ProviderStatus) -> None:
        """Show what is offered and what could be."""
        state = self._presenter.state
        entry = self._presenter.entry(self._name)
        fetched = tuple(state.fetched.get(self._name, ()))
        known = tuple(dict.fromkeys((*status.models, *fetched)))
        own = frozenset(entry.models)
        fixed = frozenset(status.models) - own
        self.model.show_models(known, own, fixed)
        self._busy.busy(self._name in state.fetching)
        self.fetch.setEnabled(self._name not in state.fetching)
        words = translate("Providers", "Offered to clients: {offered} of {known}")
        self.count.set(
            words.format(offered=len(status.models), known=len(known))
            if known
            else translate("Providers", "Which models it has is not known yet.")
        )
        self.search.setVisible(len(known) > _ROWS)
        self.list.setVisible(bool(known))
        self.why.setVisible(bool(fixed))
        rows = min(max(len(known), 1), _ROWS)
        self.list.setFixedHeight(rows * 34 + 8)
