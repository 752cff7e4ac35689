"""The bundled documents in a window: a list of pages, one page, links that stay inside."""

from pathlib import Path

from PySide6.QtCore import QLocale, QModelIndex, QStringListModel, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut, QShowEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QListView, QTextBrowser, QWidget

from app.desktop.program import Program
from app.desktop.theme.theme import theme
from app.desktop.theme.tokens import SPACE
from app.desktop.windows.help.typeset import typeset
from app.desktop.windows.opening import Opener
from app.desktop.wording import translate
from app.platform.resources import resources

# As one meets them; the rest follows by name.
_FIRST = (
    "getting-started",
    "desktop",
    "connect",
    "claude-code",
    "codex",
    "gemini-cli",
    "providers",
    "pairs",
    "models-and-profiles",
    "web-search",
    "embeddings",
    "settings",
    "usage-and-budgets",
    "requests",
    "troubleshooting",
)


class HelpWindow(QWidget):
    """Our own Markdown, rendered by Qt; a link to the web opens in the browser."""

    def __init__(self, program: Program, open_: Opener) -> None:
        super().__init__()
        del program, open_  # what every window gets; the guide needs neither
        self.setWindowTitle(translate("Help", "Help"))
        self.resize(900, 680)
        self._folder = guide()
        self._pages = _pages(self._folder)
        self._titles = QStringListModel(
            [_title(self._folder / f"{page}.md") for page in self._pages]
        )
        self._list = QListView()
        self._list.setModel(self._titles)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setFixedWidth(220)
        self._list.setAccessibleName(translate("Help", "Pages"))
        self._list.selectionModel().currentChanged.connect(self._chosen)
        self._text = QTextBrowser()
        self._text.setOpenLinks(False)
        self._text.setAccessibleName(translate("Help", "Page"))
        self._text.anchorClicked.connect(self._follow)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE.m, SPACE.m, SPACE.m, SPACE.m)
        layout.setSpacing(SPACE.m)
        layout.addWidget(self._list)
        layout.addWidget(self._text, 1)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self, self.close)
        self._shown = ""
        self._ending = theme().changed.connect(lambda _: self._render())
        self.destroyed.connect(self._ending)
        self.show_page(self._pages[0])

    @property
    def page(self) -> str:
        """The page that is shown, by its file name without the ending."""
        return self._shown

    def show_page(self, page: str) -> None:
        """Turn to a page; one that is not there changes nothing."""
        if page in self._pages:
            self._list.setCurrentIndex(self._titles.index(self._pages.index(page)))

    def _chosen(self, index: QModelIndex) -> None:
        self._shown = self._pages[index.row()]
        self._render()

    def _render(self) -> None:
        text = (self._folder / f"{self._shown}.md").read_text("utf-8")
        typeset(self._text.document(), text)
        self._text.moveCursor(QTextCursor.MoveOperation.Start)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Lay the list out by the style sheet, which came after it."""
        super().showEvent(event)
        self._list.doItemsLayout()

    def _follow(self, link: QUrl) -> None:
        if not link.isRelative():
            if link.scheme() in ("http", "https"):
                QDesktopServices.openUrl(link)
            return
        page, _, anchor = link.toString().partition("#")
        if page:
            self.show_page(Path(page).stem)
        if anchor:
            self._turn_to(anchor)

    def _turn_to(self, anchor: str) -> None:
        """Show a heading of the page; Qt gives headings of Markdown no anchors."""
        document = self._text.document()
        block = document.begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and _slug(block.text()) == anchor:
                top = document.documentLayout().blockBoundingRect(block).top()
                self._text.verticalScrollBar().setValue(int(top) - SPACE.s)
                return
            block = block.next()


def guide() -> Path:
    """The folder of the documents in the user's language. Raises `FileNotFoundError`."""
    chinese = QLocale().language() == QLocale.Language.Chinese
    return resources() / "docs" / ("zh" if chinese else "en")


def _pages(folder: Path) -> list[str]:
    found = sorted(path.stem for path in folder.glob("*.md"))
    first = [page for page in _FIRST if page in found]
    return first + [page for page in found if page not in first]


def _title(path: Path) -> str:
    line = path.read_text("utf-8").partition("\n")[0]
    return line.lstrip("# ").strip() or path.stem


def _slug(heading: str) -> str:
    """A heading as links name it: GitHub's way, where the same pages are read."""
    kept = "".join(each for each in heading.lower() if each.isalnum() or each in " -_")
    return kept.replace(" ", "-")
