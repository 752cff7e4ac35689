"""Results for a script are plain; on a terminal, names are not taken for markup."""

import io
import sys

import pytest

from app.cli import output


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_aligned_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    output.table(("name", "url"), [("a", "x"), ("longer", "")])
    assert capsys.readouterr().out == "NAME    URL\na       x\nlonger\n"
    assert output.mark("ok") == "ok    "


def test_a_terminal_gets_a_table_in_which_brackets_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    output.table(("name",), [("[bold]glob[1m]",)])
    assert "[bold]glob[1m]" in terminal.getvalue()
    assert output.mark("wrong") != "wrong "
