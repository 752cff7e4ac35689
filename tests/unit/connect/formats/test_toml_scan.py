import pytest

from app.connect.formats.toml_scan import scan

TEXT = '''# top
a = "x" # a
b . "c d" = [1, # ]
  "]", { x = "}" }]
t = { u = 1, v = { w = 'x' } }

  [s."t.u"] # s
k = """
[no]
""""
[[l]]
k = 1979-05-27 07:32:00
[l.m]
'''


def test_every_key_has_its_place() -> None:
    root, table, item, inner = scan(TEXT)
    assert [entry.path for entry in root.entries] == [("a",), ("b", "c d"), ("t",)]
    assert [TEXT[entry.value_start : entry.value_end] for entry in root.entries] == [
        '"x"',
        '[1, # ]\n  "]", { x = "}" }]',
        "{ u = 1, v = { w = 'x' } }",
    ]
    assert (table.path, item.path, inner.path) == (("s", "t.u"), None, None)
    assert TEXT[table.entries[0].value_start : table.entries[0].value_end] == '"""\n[no]\n""""'
    assert TEXT[item.entries[0].value_start : item.entries[0].value_end] == "1979-05-27 07:32:00"


def test_sections_and_entries_are_whole_lines_and_leave_nothing_out() -> None:
    sections = scan(TEXT)
    assert [section.start for section in sections[1:]] == [section.end for section in sections[:-1]]
    assert sections[-1].end == len(TEXT)
    assert TEXT[sections[1].start :].startswith('  [s."t.u"] # s\n')
    assert TEXT[sections[0].entries[0].start : sections[0].entries[0].end] == 'a = "x" # a\n'


def test_members_of_inline_tables_have_whole_paths() -> None:
    table = scan(TEXT)[0].entries[2]
    assert table.members is not None
    u, v = table.members
    assert (u.path, v.path) == (("t", "u"), ("t", "v"))
    assert TEXT[u.comma or 0] == ","
    assert v.members is not None
    assert v.members[0].path == ("t", "v", "w")


@pytest.mark.parametrize("text", ["", "\n", "# c", "a=1", "[t]", "a=''\r\n", "a={}", "a=[]"])
def test_short_texts_are_read(text: str) -> None:
    assert scan(text)[-1].end == len(text)
