"""Every provider that is known, to choose from; those on this machine first."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.desktop.presenters.provider_add import ProviderAddPresenter
from app.desktop.program.providers import LocalServer
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.row import Row
from app.desktop.widgets.search_field import SearchField
from app.desktop.widgets.text import Body, Heading, Secondary, Text
from app.desktop.windows.providers.words import host_of, said
from app.desktop.wording import translate
from app.providers.preset import Preset

_COLUMNS = 3
_ROOM_FOR_THREE = 700  # below that, names that differ at their end look the same
_MODELS_SHOWN = 4


class PresetButton(QPushButton):
    """A preset's name and where it is."""

    def __init__(self, known: Preset, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preset = known.id
        self.setProperty("kind", "tile")
        self.setAutoDefault(True)
        self.setAccessibleName(said(known.label))
        self.setToolTip("\n".join(filter(None, (said(known.label), said(known.note)))))
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.m, SPACE.xs, SPACE.m, SPACE.xs)
        column.setSpacing(2)
        place = translate("Providers", "on this machine") if known.local else host_of(known)
        self._lines = [(Text(said(known.label)), said(known.label)), (Text("", "secondary"), place)]
        for line, _ in self._lines:
            line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            line.setMinimumWidth(1)  # what does not fit is cut with an ellipsis
            column.addWidget(line)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own
        """As high as both lines, in whatever letters; a button of Qt's asks its own text only."""
        return super().sizeHint().expandedTo(QSize(0, self._column.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own
        """Say as much as there is room for."""
        super().resizeEvent(event)
        for line, words in self._lines:
            metrics = line.fontMetrics()
            room = self.contentsRect().width() - 2 * SPACE.m
            line.set(metrics.elidedText(words, Qt.TextElideMode.ElideRight, room))


class FoundServers(Card):
    """Model servers that answer on this machine, each with one button."""

    used = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.addWidget(Heading(translate("Providers", "Found on this computer")))
        self._rows: list[Row] = []
        self._shown: tuple[LocalServer, ...] = ()
        self.buttons: list[Button] = []

    def show_servers(self, servers: tuple[LocalServer, ...]) -> None:
        """Show these; the card is hidden where there are none."""
        self.setVisible(bool(servers))
        if servers == self._shown:
            return
        self._shown = servers
        for row in self._rows:
            row.deleteLater()
        self._rows, self.buttons = [], []
        for server in servers:
            row = Row(Body(server.label))
            models = ", ".join(server.models[:_MODELS_SHOWN])
            more = len(server.models) - _MODELS_SHOWN
            if more > 0:
                models = translate("Providers", "{models} and {count} more").format(
                    models=models, count=more
                )
            row.add_wide(Secondary(models or translate("Providers", "no model loaded")))
            if server.provider:
                row.add_last(Secondary(translate("Providers", "set up already")))
            else:
                row.add_last(self._button(server))
            self._rows.append(row)
            self.body.addWidget(row)

    def _button(self, server: LocalServer) -> Button:
        button = Button(translate("Providers", "Use"), "primary")
        button.setAccessibleName(translate("Providers", "Use {name}").format(name=server.label))
        button.clicked.connect(lambda _checked=False: self.used.emit(server))
        self.buttons.append(button)
        return button


class Gallery(QWidget):
    """Follows the presenter that adds providers."""

    def __init__(self, presenter: ProviderAddPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.m)
        self.found = FoundServers()
        self.found.used.connect(presenter.use_server)
        self.found.hide()
        column.addWidget(self.found)
        self.search = SearchField(translate("Providers", "Search providers"))
        self.search.searched.connect(presenter.search)
        column.addWidget(self.search)
        tiles = QWidget()
        self._grid = QGridLayout(tiles)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE.s)
        self._columns = _COLUMNS
        self.nothing = Secondary(
            translate(
                "Providers",
                "No provider that Dragoman knows is called so. If it speaks one of these APIs, its "
                "address is enough.",
            )
        )
        column.addWidget(self.nothing)
        column.addWidget(tiles)
        self._tiles: dict[str, PresetButton] = {}
        self._shown: tuple[str, ...] = ()
        self.refresh()

    def tile(self, preset_id: str) -> PresetButton:
        """The button of a preset."""
        return self._tiles[preset_id]

    def refresh(self) -> None:
        """Show what the presenter says."""
        state = self._presenter.state
        self.found.show_servers(state.found)
        self.nothing.setVisible(state.unknown)
        wanted = tuple(known.id for known in state.presets)
        if wanted == self._shown:
            return
        self._shown = wanted
        for tile in self._tiles.values():
            self._grid.removeWidget(tile)
            tile.hide()
        for number in range(_COLUMNS):
            self._grid.setColumnStretch(number, int(number < self._columns))
        for number, known in enumerate(state.presets):
            found = self._tiles.get(known.id)
            if found is None:
                found = self._tiles[known.id] = PresetButton(known)
                found.clicked.connect(self._chooser(known.id))
            self._grid.addWidget(found, *divmod(number, self._columns))
            found.show()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own
        """As many columns as there is room for."""
        super().resizeEvent(event)
        columns = _COLUMNS if self.width() >= _ROOM_FOR_THREE else _COLUMNS - 1
        if columns != self._columns:
            self._columns, self._shown = columns, ()
            self.refresh()

    def _chooser(self, preset_id: str) -> Callable[[], None]:
        return lambda: self._presenter.choose(preset_id)
