from pathlib import Path

import pytest

from app.platform.autostart_linux import DesktopEntry


def exec_line(path: Path) -> str:
    lines = path.read_text().splitlines()
    return next(line[5:] for line in lines if line.startswith("Exec="))


@pytest.mark.parametrize(
    ("argument", "written"),
    [
        ("/usr/bin/dragoman", "/usr/bin/dragoman"),
        ("/home/A User/d", '"/home/A User/d"'),
        ("50%", "50%%"),
        ('a"b', r'"a\\"b"'),
        ("$HOME`x`", r'"\\$HOME\\`x\\`"'),
        ("back\\slash", r'"back\\\\slash"'),
        ("", '""'),
    ],
)
def test_arguments_are_quoted_as_the_specification_says(
    tmp_path: Path, argument: str, written: str
) -> None:
    DesktopEntry("dragoman", tmp_path).set_command([argument])
    assert exec_line(tmp_path / "dragoman.desktop") == written


@pytest.mark.parametrize("switch", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_an_entry_that_a_desktop_switched_off_is_off_until_it_is_set_again(
    tmp_path: Path, switch: str
) -> None:
    entry = DesktopEntry("dragoman", tmp_path)
    entry.set_command(["/opt/dragoman"])
    path = tmp_path / "dragoman.desktop"
    text = path.read_text().replace("X-GNOME-Autostart-enabled=true\n", "")
    path.write_text(f"{text}{switch}\n")
    assert not entry.is_on()
    entry.set_command(["/opt/dragoman"])
    assert entry.is_on()


def test_a_file_that_is_no_text_is_no_entry(tmp_path: Path) -> None:
    (tmp_path / "dragoman.desktop").write_bytes(b"\xff\xfe")
    assert not DesktopEntry("dragoman", tmp_path).is_on()
