from pathlib import Path

from app.connect import apply
from app.connect.clients.claude_code import ClaudeCode
from app.connect.clients.llm import Llm
from app.connect.journal import Journal
from app.connect.seen import look_at
from tests.unit.connect.clients.machines import ACCESS, installed, machine

CLAUDE = ClaudeCode()


def test_a_client_that_was_never_here(tmp_path: Path) -> None:
    seen = look_at(CLAUDE, machine(tmp_path), Journal(tmp_path / "journal"))
    assert (seen.found, seen.binary, seen.connected) == (None, None, False)
    assert (seen.default, seen.profile) == (True, True)
    seen = look_at(Llm(), machine(tmp_path), Journal(tmp_path / "journal"))
    assert (seen.default, seen.profile, seen.config_files) == (False, False, ())


def test_either_way_of_being_connected_is_seen(tmp_path: Path) -> None:
    program = installed(tmp_path, "claude")
    journal, here = Journal(tmp_path / "journal"), machine(tmp_path)
    apply.connect(CLAUDE.profile_plan(here, ACCESS), journal, 1)
    seen = look_at(CLAUDE, here, journal)
    assert (seen.binary, seen.installations) == (program, (program,))
    assert (seen.connected, seen.profile_file) == (True, True)
    apply.connect(CLAUDE.default_plan(here, ACCESS), journal, 1)
    assert not look_at(CLAUDE, here, journal).profile_file


def test_a_journal_that_cannot_be_read_is_a_problem_of_that_client(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    (tmp_path / "journal" / "claude-code.record").mkdir(parents=True)
    assert "journal" in look_at(CLAUDE, machine(tmp_path), journal).problem
