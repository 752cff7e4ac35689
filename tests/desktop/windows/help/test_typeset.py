from PySide6.QtGui import QTextDocument

from app.desktop.windows.help.typeset import typeset


def test_headings_and_paragraphs_have_room_and_code_has_a_ground(qapp: object) -> None:
    document = QTextDocument()
    typeset(document, "# Title\n\nWords.\n\n## Part\n\n```sh\nrun\n```\n\n- item\n")
    formats = {}
    block = document.begin()
    while block.isValid():
        formats[block.text()] = block.blockFormat()
        block = block.next()
    assert formats["Part"].topMargin() > formats["Words."].topMargin()
    assert formats["Words."].bottomMargin() > 0
    assert formats["run"].hasProperty(formats["run"].Property.BackgroundBrush)


def test_what_follows_a_list_stands_apart_from_it(qapp: object) -> None:
    document = QTextDocument()
    typeset(document, "- one\n- two\n\nAfter.\n")
    formats = {}
    block = document.begin()
    while block.isValid():
        formats[block.text()] = block.blockFormat()
        block = block.next()
    assert formats["two"].bottomMargin() > formats["one"].bottomMargin()
