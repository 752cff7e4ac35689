import shutil
import subprocess

import pytest

from app.connect import command_line
from app.connect.clients.client import Start

ODD = 'it\'s a $HOME `x` \\ "key"'


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_a_posix_shell_gives_the_program_exactly_these_words_and_variables(shell: str) -> None:
    words = ("python3", "-c", "import os,sys; print(os.environ.get('A'), sys.argv[1:])", ODD)
    text = command_line.posix(Start(words, {"A": ODD}, unset=("GONE",)))
    program = shutil.which(shell)
    assert program is not None
    done = subprocess.run([program, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout == f"{ODD} {[ODD]}\n"


def test_powershell_gets_its_own_quotes() -> None:
    start = Start(("codex", "-c", 'model="x"'), {"KEY": "a'b"}, unset=("OTHER",))
    assert command_line.powershell(start) == (
        "Remove-Item Env:OTHER -ErrorAction Ignore; $env:KEY = 'a''b'; codex -c 'model=\"x\"'"
    )
    assert command_line.snippet("Codex", "win32", start).language == "powershell"
    assert command_line.snippet("Codex", "darwin", start).language == "shell"


def test_lines_for_shells_that_stay_open() -> None:
    variables = {"KEY": "a'b\\"}
    assert command_line.exports(variables) == "export KEY='a'\"'\"'b\\'"
    assert command_line.fish_variables(variables) == "set -gx KEY 'a\\'b\\\\'"


def test_a_key_is_in_no_repr() -> None:
    start = Start(("claude",), {"TOKEN": "drg-secret"})
    assert "drg-secret" not in repr(start)
    assert "drg-secret" not in repr(command_line.snippet("Claude Code", "linux", start))
