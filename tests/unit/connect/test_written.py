from pathlib import Path

from app.connect import apply
from app.connect.clients.claude_code import ClaudeCode
from app.connect.clients.codex import Codex
from app.connect.journal import Journal
from app.connect.written import Written, written
from tests.unit.connect.clients.machines import ACCESS, KEY, machine


def test_address_and_key_are_read_back_from_what_was_written(tmp_path: Path) -> None:
    journal, here = Journal(tmp_path / "journal"), machine(tmp_path)
    plans = (Codex().default_plan(here, ACCESS), ClaudeCode().profile_plan(here, ACCESS))
    for plan in plans:
        assert written(journal, plan.client) is None
        apply.connect(plan, journal, 1)
        assert written(journal, plan.client) == Written("http://127.0.0.1:8777", KEY)
    assert KEY not in repr(written(journal, "codex"))


def test_a_file_of_ours_that_is_gone_tells_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    plan = ClaudeCode().profile_plan(machine(tmp_path), ACCESS)
    apply.connect(plan, journal, 1)
    plan.files[0].path.unlink()
    assert written(journal, plan.client) == Written()
