"""Markdown with room around it: Qt sets it without any."""

from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from app.desktop.theme.theme import theme
from app.desktop.theme.tokens import FONT, SPACE

_HEADINGS = {1: FONT.number, 2: 16, 3: FONT.heading}  # pixels by level


def typeset(document: QTextDocument, text: str) -> None:
    """Make `document` hold `text`, our own Markdown, in the theme of now."""
    # Colours first: Qt fixes a link's when it reads the text.
    document.setDefaultStyleSheet(f"a {{ color: {theme().tokens.accent_text}; }}")
    document.setDocumentMargin(SPACE.l)
    document.setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        cursor.mergeBlockFormat(_block(block))
        level = block.blockFormat().headingLevel()
        if level:
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.mergeCharFormat(_heading(level))
        block = block.next()


def _block(block: QTextBlock) -> QTextBlockFormat:
    old, new = block.blockFormat(), QTextBlockFormat()
    if old.headingLevel():
        new.setTopMargin(SPACE.xl if old.headingLevel() > 1 else 0)
        new.setBottomMargin(SPACE.s)
    elif old.hasProperty(QTextBlockFormat.Property.BlockCodeFence):
        new.setBackground(theme().color("hover"))
        new.setLeftMargin(SPACE.s)
        last = not block.next().blockFormat().hasProperty(QTextBlockFormat.Property.BlockCodeFence)
        new.setBottomMargin(SPACE.m if last else 0)
        return new  # at the font's own height: its ground has no gaps then
    elif (items := block.textList()) is not None:
        last = items.itemNumber(block) == items.count() - 1
        new.setBottomMargin(SPACE.m if last else SPACE.xs)
    elif QTextCursor(block).currentTable() is None:
        new.setBottomMargin(SPACE.s)
    new.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return new


def _heading(level: int) -> QTextCharFormat:
    words = QTextCharFormat()
    font = QFont()
    font.setPixelSize(_HEADINGS.get(level, FONT.body))
    font.setWeight(QFont.Weight.DemiBold)
    words.setFont(
        font, QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesSpecifiedOnly
    )
    return words
