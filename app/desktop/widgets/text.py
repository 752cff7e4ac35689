"""Words on a window: never read as HTML, wrapped where a sentence may be long."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.desktop.wording.sentences import said


class Text(QLabel):
    """A label for plain words. `role` is what the style sheet knows it by."""

    def __init__(
        self, text: str = "", role: str = "", *, wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if role:
            self.setProperty("role", role)
        self.setText(text)

    def set(self, text: str, tone: str | None = None) -> None:
        """Say `text` from now on, in another tone where one is given."""
        if text != self.text():
            self.setText(text)
        if tone is not None:
            self.tone(tone)

    def tone(self, tone: str) -> None:
        """Colour the words: "ok", "warn", "bad", or "" for none."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)


class Title(Text):
    """What a page or a window is."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, "title", parent=parent)


class Heading(Text):
    """What a part of a page is."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, "heading", parent=parent)


class Sentence(Text):
    """Words of one's own language, or a sentence from below the windows, which becomes that here.

    Every such sentence passes here on its way to a window, whoever raised it.
    """

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(said(text), role, wrap=True, parent=parent)

    def set(self, text: str, tone: str | None = None) -> None:
        """Say `text` from now on, in another tone where one is given."""
        super().set(said(text), tone)


class Body(Sentence):
    """A sentence."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent=parent)


class Secondary(Sentence):
    """A sentence that explains another, smaller and quieter."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, "secondary", parent)


class Number(Text):
    """The one number that a tile is about."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, "number", parent=parent)
