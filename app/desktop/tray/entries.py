"""A stretch of a menu that changes while the menu is open: entries are renamed, not replaced."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `key` is what it is about; `checked` None is a line without a mark."""

    key: str
    text: str
    checked: bool | None = None
    enabled: bool = True


class Entries:
    """The lines before `end` in `menu`; a click calls `chosen` with the line's key.

    An open menu closes, or jumps, where its actions are taken out and put back: here an action
    stays for as long as the list has so many, and only its words change.
    """

    def __init__(self, menu: QMenu, end: QAction | None, chosen: Callable[[str], None]) -> None:
        self._menu, self._end, self._chosen = menu, end, chosen
        self._actions: list[QAction] = []
        self._shown: Sequence[Entry] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        """Have exactly these lines."""
        if entries == self._shown:
            return
        self._shown = tuple(entries)
        while len(self._actions) > len(entries):
            gone = self._actions.pop()
            self._menu.removeAction(gone)
            gone.deleteLater()
        while len(self._actions) < len(entries):
            self._actions.append(self._added(len(self._actions)))
        for action, entry in zip(self._actions, entries, strict=True):
            set_text(action, entry.text)
            action.setCheckable(entry.checked is not None)
            action.setChecked(bool(entry.checked))
            action.setEnabled(entry.enabled)

    def _added(self, index: int) -> QAction:
        action = QAction(self._menu)
        action.triggered.connect(lambda: self._clicked(index))
        if self._end is None:
            self._menu.addAction(action)
        else:
            self._menu.insertAction(self._end, action)
        return action

    def _clicked(self, index: int) -> None:
        entry = self._shown[index]
        action = self._actions[index]
        action.setChecked(bool(entry.checked))  # the mark tells what is, not what was clicked
        self._chosen(entry.key)


_Menu = TypeVar("_Menu", bound=QMenu)


class Submenus(Generic[_Menu]):
    """As many submenus before `end` in `menu` as are asked for; `make` makes one more."""

    def __init__(self, menu: QMenu, end: QAction, make: Callable[[], _Menu]) -> None:
        self._menu, self._end, self._make = menu, end, make
        self._menus: list[_Menu] = []

    def of(self, count: int) -> Sequence[_Menu]:
        """Exactly so many, the ones that are there first."""
        while len(self._menus) > count:
            gone = self._menus.pop()
            self._menu.removeAction(gone.menuAction())
            gone.deleteLater()
        while len(self._menus) < count:
            made = self._make()
            self._menu.insertMenu(self._end, made)
            self._menus.append(made)
        return self._menus


def set_text(action: QAction, text: str) -> None:
    """Name an action; an ampersand is one, not a shortcut's mark."""
    said = text.replace("&", "&&")
    if action.text() != said:
        action.setText(said)
