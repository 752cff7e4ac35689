"""The keys of one provider: where each lives, never what it is."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.presenters.providers import ProvidersPresenter
from app.desktop.program.providers import ProviderStatus, StoredSecret
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button, IconButton
from app.desktop.widgets.row import Row
from app.desktop.widgets.secret_field import SecretField
from app.desktop.widgets.text import Body, Secondary
from app.desktop.windows.providers.words import place_words
from app.desktop.wording import translate


class Keys(QWidget):
    """One line a key, and a field for another one."""

    def __init__(
        self, name: str, presenter: ProvidersPresenter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._presenter = presenter
        self._replaced = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        self._lines = QVBoxLayout()
        column.addLayout(self._lines)
        self.field = SecretField(translate("Providers", "Paste a key"))
        self.field.returnPressed.connect(self._keep)
        self.keep = Button(translate("Providers", "Keep in the keyring"))
        self.keep.clicked.connect(self._keep)
        self.cancel = Button(translate("Providers", "Cancel"), "link")
        self.cancel.clicked.connect(lambda: self._replace(""))
        line = Row()
        line.add_wide(self.field)
        line.add_last(self.keep)
        line.add_last(self.cancel)
        column.addWidget(line)
        self.hint = Secondary()
        column.addWidget(self.hint)
        self._shown: tuple[StoredSecret, ...] | None = None

    def refresh(self, status: ProviderStatus) -> None:
        """Show the keys of now."""
        problem = self._presenter.state.keyring_problem
        several = translate(
            "Providers",
            "With several keys, the next one takes over where one is rejected or rate limited.",
        )
        self.hint.set(problem or several, "warn" if problem else "")
        self._words()
        if status.secrets == self._shown:
            return
        self._shown = status.secrets
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, secret in enumerate(status.secrets, 1):
            self._lines.addWidget(self._line(number, secret, len(status.secrets)))
        if not status.secrets:
            self._lines.addWidget(Secondary(translate("Providers", "No key is set.")))

    def _line(self, number: int, secret: StoredSecret, count: int) -> Row:
        name = (
            translate("Providers", "Key {number}").format(number=number)
            if count > 1
            else translate("Providers", "Key")
        )
        line = Row(Body(name))
        place = place_words(secret.place, secret.reference)
        words = Secondary(secret.reason if secret.reason else place)
        words.tone("" if secret.readable else "bad")
        line.add_wide(words)
        if secret.place == "keyring":
            replace = Button(translate("Providers", "Replace"), "link")
            replace.setAccessibleName(translate("Providers", "Replace {key}").format(key=name))
            replace.clicked.connect(lambda: self._replace(secret.reference))
            line.add_last(replace)
        remove = IconButton("trash", translate("Providers", "Remove {key}").format(key=name))
        remove.clicked.connect(lambda: self._presenter.remove_key(self._name, secret.reference))
        line.add_last(remove)
        return line

    def _replace(self, reference: str) -> None:
        self._replaced = reference
        self.field.take()
        self._words()
        if reference:
            self.field.setFocus()

    def _words(self) -> None:
        replacing = bool(self._replaced)
        words = (
            translate("Providers", "Paste the new key")
            if replacing
            else translate("Providers", "Paste a key")
        )
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)
        self.cancel.setVisible(replacing)

    def _keep(self) -> None:
        key = self.field.take()
        if not key:
            return
        if self._replaced:
            self._presenter.replace_key(self._name, self._replaced, key)
        else:
            self._presenter.add_key(self._name, key)
        self._replace("")
