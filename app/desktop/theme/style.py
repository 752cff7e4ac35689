"""The style sheet: what Fusion does not draw as we want it, from the tokens.

Widgets say what they are by dynamic properties (kind, role, tone), never by colours of their own.
"""

from string import Template

from app.desktop.theme.tokens import DARK, FONT, RADIUS, Tokens

_SHEET = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 6px; }
QMenu { background: $raised; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title_px}px; font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading_px}px; font-weight: 600; }
QLabel[role="number"] { font-size: ${number_px}px; font-weight: 600; }
QLabel[role="secondary"] { font-size: ${secondary_px}px; color: $secondary; }
QLabel[tone="bad"] { color: $bad; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="ok"] { color: $ok; }
QLabel[badge="true"] { font-size: ${secondary_px}px; padding: 1px 7px; border-radius: 7px;
  background: $hover; color: $secondary; }
QLabel[badge="true"][tone="ok"] { background: $ok_wash; color: $ok; }
QLabel[badge="true"][tone="warn"] { background: $warn_wash; color: $warn; }
QLabel[badge="true"][tone="bad"] { background: $bad_wash; color: $bad; }
QLabel[badge="true"][tone="accent"] { background: $selection; color: $accent_text; }

QFrame[card="true"] { background: $surface; border: 1px solid $line;
  border-radius: ${card_radius}px; }
QFrame[bar="true"] { background: $surface; border: none; border-top: 1px solid $line; }
QFrame[rule="true"] { background: $line; border: none; max-height: 1px; min-height: 1px; }

QPushButton, QToolButton { background: $surface; color: $text; border: 1px solid $edge;
  border-radius: ${control_radius}px; padding: 5px 12px; min-height: 18px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $pressed; }
QPushButton:focus, QToolButton:focus { border: 2px solid $focus; padding: 4px 11px; }
QPushButton[quiet="true"]:focus { border: 1px solid $edge; padding: 5px 12px; }
QPushButton:disabled, QToolButton:disabled { color: $faint; background: $window;
  border-color: $line; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent;
  font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_text; }
QPushButton[kind="primary"]:focus { border: 2px solid $ring; }
QPushButton[kind="primary"][quiet="true"]:focus { border: 1px solid $accent; }
QPushButton[kind="primary"]:disabled { background: $pressed; color: $faint; border-color: $pressed;
  }
QPushButton[kind="danger"] { color: $bad; }
QPushButton[kind="danger"]:hover { background: $bad_wash; border-color: $bad; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent;
  color: $accent_text; padding: 5px 6px; }
QPushButton[kind="link"]:hover { text-decoration: underline; background: $hover; }
QPushButton[kind="link"]:focus { border: 2px solid $focus; padding: 4px 5px; }
QPushButton[kind="link"][quiet="true"]:focus { border: 1px solid transparent; padding: 5px 6px; }
QPushButton[kind="link"]:disabled { color: $faint; }
QPushButton[kind="tile"] { min-height: 44px; padding: 0; }
QToolButton { background: transparent; border-color: transparent; padding: 5px; }
QToolButton:focus { padding: 4px; }
QToolButton[quiet="true"]:focus { border: 1px solid transparent; padding: 5px; }
QToolButton:checked { background: $selection; }

QFrame[segments="true"] { background: $track; border: none; border-radius: ${control_radius}px; }
QPushButton[segment="true"] { background: transparent; border: 1px solid transparent;
  border-radius: 5px; padding: 3px 11px; color: $secondary; }
QPushButton[segment="true"]:hover { color: $text; background: transparent; }
QPushButton[segment="true"]:checked { background: $segment; color: $text; border-color: $line; }
QPushButton[segment="true"]:focus { border: 2px solid $focus; padding: 2px 10px; }
QPushButton[segment="true"][quiet="true"]:focus { border: 1px solid $line; padding: 3px 11px; }

QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QDateEdit { background: $surface;
  color: $text; border: 1px solid $edge; border-radius: ${control_radius}px; padding: 5px 8px;
  min-height: 18px; selection-background-color: $selection; selection-color: $text; }
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: $faint; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus, QDateEdit:focus {
  border: 2px solid $focus; padding: 4px 7px; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: $faint;
  background: $window; }
QLineEdit[wrong="true"], QAbstractSpinBox[wrong="true"], QComboBox[wrong="true"] {
  border-color: $bad; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; padding: 0; min-height: 0;
  background: transparent; }
QLineEdit QToolButton { border: none; padding: 0; min-height: 0; background: transparent; }
QComboBox { padding-right: 26px; combobox-popup: 0; }
QComboBox:focus { padding-right: 25px; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 22px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: none; width: 0; height: 0; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line; padding: 4px;
  outline: none; selection-background-color: $selection; selection-color: $text; }
QComboBox QAbstractItemView:focus { border: 1px solid $line; }
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 6px; border-radius: 4px; }

QTableView, QTreeView, QListView { background: $surface; border: 1px solid $line;
  border-radius: ${card_radius}px; outline: none; alternate-background-color: $surface;
  selection-background-color: $selection; selection-color: $text; }
QTableView:focus, QTreeView:focus, QListView:focus { border: 1px solid $focus; }
QTableView::item { padding: 0 8px; border: none; border-bottom: 1px solid $line; }
QListView::item { min-height: 30px; padding: 0 8px; border-radius: ${control_radius}px; }
QListView::indicator { width: 14px; height: 14px; border: 1px solid $secondary;
  border-radius: 3px; background: transparent; }
QListView::indicator:checked { background: $accent; border-color: $accent; }
QListView::indicator:disabled { background: transparent; border-color: $faint; }
QListView::indicator:checked:disabled { background: $faint; }
QTableView::item:hover, QListView::item:hover { background: $hover; }
QTableView::item:selected, QListView::item:selected { background: $selection; color: $text; }
QListView[pages="true"] { background: transparent; border: none; border-radius: 0;
  padding: 10px 8px; border-right: 1px solid $line; }
QListView[pages="true"]:focus { border: none; border-right: 1px solid $line; }
QListView[pages="true"]::item { border: 2px solid transparent; }
QListView[pages="true"]::item:selected:focus { border-color: $focus; }

QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: $surface; color: $secondary; border: none;
  border-bottom: 1px solid $line; padding: 6px 11px; font-size: ${secondary_px}px; }
QHeaderView::section:hover { color: $text; }
QHeaderView::section:first { border-top-left-radius: ${card_radius}px; }
QHeaderView::section:last { border-top-right-radius: ${card_radius}px; }
QHeaderView::up-arrow, QHeaderView::down-arrow { image: none; width: 0; height: 0; }
QTableCornerButton::section { background: $surface; border: none; }

QCalendarWidget QWidget#qt_calendar_navigationbar { background: $raised; }
QCalendarWidget QToolButton { color: $text; font-weight: 600; }
QCalendarWidget QToolButton::menu-indicator { image: none; width: 0; }
QCalendarWidget QTableView { background: $raised; border: none; border-radius: 0; }
QCalendarWidget QTableView::item { padding: 0; border: none; border-radius: 4px; }
QCalendarWidget QTableView::item:selected { background: $accent; color: $on_accent; }

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[page="true"] { background: $window; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $handle; border-radius: 3px; margin: 2px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
""")


def style_sheet(tokens: Tokens) -> str:
    """The application's style sheet in one palette."""
    return _SHEET.substitute(
        {name: getattr(tokens, name) for name in tokens.__slots__ if name != "series"},
        edge=mixed(tokens.text, tokens.surface, 0.16),
        handle=mixed(tokens.text, tokens.window, 0.22),
        track=mixed(tokens.text, tokens.window, 0.07),
        segment=tokens.pressed if tokens is DARK else tokens.surface,
        ring=mixed(tokens.text, tokens.accent, 0.55),
        accent_hover=mixed(tokens.text, tokens.accent, 0.12),
        ok_wash=mixed(tokens.ok, tokens.surface, 0.14),
        warn_wash=mixed(tokens.warn, tokens.surface, 0.14),
        bad_wash=mixed(tokens.bad, tokens.surface, 0.12),
        title_px=str(FONT.title),
        heading_px=str(FONT.heading),
        number_px=str(FONT.number),
        secondary_px=str(FONT.secondary),
        card_radius=str(RADIUS.card),
        control_radius=str(RADIUS.control),
    )


def mixed(over: str, under: str, share: float) -> str:
    """`over` laid on `under` with an opacity of `share`, both and the result as #rrggbb."""
    pairs = ((int(over[at : at + 2], 16), int(under[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)
