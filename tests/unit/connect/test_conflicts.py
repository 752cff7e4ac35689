from pathlib import Path

import pytest

from app.connect.conflicts import SetVariable, variables_set
from tests.unit.connect.clients.machines import machine


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        (".bashrc", "# KEY=1\n  export KEY=secret\n", 2),
        (".zshrc", "KEY=secret\n", 1),
        (".profile", "\n\ndeclare -x KEY=secret", 3),
        (".config/fish/config.fish", "set -gx KEY secret\n", 1),
        (".config/fish/conf.d/mine.fish", "set -U -x KEY secret\n", 1),
        (".config/environment.d/mine.conf", "KEY=secret\n", 1),
        ("Documents/PowerShell/Microsoft.PowerShell_profile.ps1", "$Env:KEY = 'secret'\n", 1),
    ],
)
def test_each_shell_is_read_and_the_line_told_without_the_value(
    tmp_path: Path, name: str, text: str, line: int
) -> None:
    path = write(tmp_path / name, text)
    (found,) = variables_set(machine(tmp_path), ["KEY"])
    assert found == SetVariable("KEY", path, line)
    assert found.place == f"{path}, line {line}"
    assert "secret" not in repr(found)


@pytest.mark.parametrize("text", ["# export KEY=1", "export KEY=", "export KEY=''", "MY_KEY=1"])
def test_what_sets_nothing_is_no_conflict(tmp_path: Path, text: str) -> None:
    write(tmp_path / ".bashrc", text)
    assert variables_set(machine(tmp_path), ["KEY"]) == ()


def test_the_environment_is_told_where_no_file_explains_it(tmp_path: Path) -> None:
    (found,) = variables_set(machine(tmp_path, KEY="secret", OTHER="x"), ["KEY"])
    assert found.place == "the environment"
    write(tmp_path / ".bashrc", "export KEY=secret")
    (found,) = variables_set(machine(tmp_path, KEY="secret"), ["KEY"])
    assert found.line == 1


def test_a_file_of_odd_bytes_or_odd_size_harms_nothing(tmp_path: Path) -> None:
    (tmp_path / ".bashrc").write_bytes(b"\xff\xfe\nexport KEY=1\n")
    (tmp_path / ".zshrc").write_text("export KEY=1\n" + "#" * 1_100_000)
    assert [each.line for each in variables_set(machine(tmp_path), ["KEY"])] == [2]
