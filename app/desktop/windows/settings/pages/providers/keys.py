"""The keys of one provider: where each lives, never what it is."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.presenters.providers import ProvidersPresenter
from app.desktop.program.providers import ProviderStatus, StoredSecret
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button, IconButton
from app.desktop.widgets.row import Row
from app.desktop.widgets.secret_field import SecretField
from app.desktop.widgets.text import Body, Secondary
from app.desktop.widgets.text_field import TextField
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
        self.reference = TextField("env:NAME", translate("Providers", "Where the key is"))
        self.reference.edited.connect(lambda text: presenter.check_reference(text.strip()))
        self.reference.returnPressed.connect(self._keep)
        self.keep = Button("")
        self.keep.clicked.connect(self._keep)
        self.cancel = Button(translate("Providers", "Cancel"), "link")
        self.cancel.clicked.connect(lambda: self._replace(""))
        self.other_way = Button("", "link")
        self.other_way.clicked.connect(self._turn)
        line = Row()
        line.add_wide(self.field)
        line.add_wide(self.reference)
        for button in (self.keep, self.cancel, self.other_way):
            line.add_last(button)
        column.addWidget(line)
        self.problem = Secondary()
        self.problem.tone("bad")
        column.addWidget(self.problem)
        self.hint = Secondary()
        column.addWidget(self.hint)
        self._shown: tuple[StoredSecret, ...] | None = None
        self._by_reference: bool | None = None  # None: as the keyring allows

    @property
    def by_reference(self) -> bool:
        """Whether a key is named instead of pasted."""
        if self._replaced:
            return False
        if self._by_reference is None:
            return bool(self._presenter.state.keyring_problem)
        return self._by_reference

    def refresh(self, status: ProviderStatus) -> None:
        """Show the keys of now."""
        problem = self._presenter.state.keyring_problem
        several = translate(
            "Providers",
            "With several keys, the next one takes over where one is rejected or rate limited.",
        )
        self.hint.set(problem or several, "warn" if problem else "")
        wrong = self._presenter.problems.get("key", "")
        self.problem.set(wrong)
        self.problem.setVisible(bool(wrong))
        self._words()
        if status.secrets == self._shown:
            return
        self._shown = status.secrets
        self.reference.clear()
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
        self.field.setVisible(not self.by_reference)
        self.reference.setVisible(self.by_reference)
        self.keep.setText(
            translate("Providers", "Add key")
            if self.by_reference
            else translate("Providers", "Keep in the keyring")
        )
        self.other_way.setVisible(not replacing)
        self.other_way.setText(
            translate("Providers", "Paste the key instead")
            if self.by_reference
            else translate("Providers", "Use a variable or a file instead")
        )

    def _turn(self) -> None:
        self._by_reference = not self.by_reference
        self.field.take()
        self._presenter.check_reference("")
        self._words()
        (self.reference if self.by_reference else self.field).setFocus()

    def _keep(self) -> None:
        if self.by_reference:
            self._presenter.add_reference(self._name, self.reference.text())
            return
        key = self.field.take()
        if not key:
            return
        if self._replaced:
            self._presenter.replace_key(self._name, self._replaced, key)
        else:
            self._presenter.add_key(self._name, key)
        self._replace("")
