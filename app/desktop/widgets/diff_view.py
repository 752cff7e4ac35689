"""What would change in a file, line by line."""

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.desktop.theme.theme import code_font, theme


class _Tints(QSyntaxHighlighter):
    def highlightBlock(self, text: str) -> None:  # noqa: N802 - Qt's own
        """Tint added and removed lines; the signs at their beginning say the same."""
        tones = {"+": "ok", "-": "bad", "@": "secondary"}
        tone = tones.get(text[:1])
        if tone is None:
            return
        form = QTextCharFormat()
        form.setForeground(QColor(theme().color(tone)))
        self.setFormat(0, len(text), form)


class DiffView(QPlainTextEdit):
    """Shows a unified diff as plain text that can be selected."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.setFont(code_font())
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._tints = _Tints(QTextDocument(self))
        self._tints.setDocument(self.document())

    def show_diff(self, text: str) -> None:
        """Show this diff, as high as it is up to some twenty lines."""
        self.setPlainText(text.rstrip("\n"))
        lines = min(max(self.blockCount(), 3), 20)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 24)
