import re
from pathlib import Path

import pytest

from app.connect.clients.client import Client
from app.connect.clients.table import CLIENTS, client
from tests.unit.connect.clients.machines import ACCESS, KEY, machine

PLATFORMS = ("linux", "darwin", "win32")


def test_ids_are_plain_and_none_is_there_twice() -> None:
    ids = [each.id for each in CLIENTS]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("[a-z][a-z-]*", each) for each in ids)
    assert client("codex") is next(each for each in CLIENTS if each.id == "codex")
    assert client("emacs") is None


@pytest.mark.parametrize("program", CLIENTS, ids=lambda each: each.id)
def test_every_key_that_is_written_is_marked_and_none_is_among_a_commands_words(
    program: Client, tmp_path: Path
) -> None:
    for platform in PLATFORMS:
        here = machine(tmp_path, platform)
        plans = (program.default_plan(here, ACCESS), program.profile_plan(here, ACCESS))
        for plan in plans:
            for file in plan.files if plan is not None else ():
                for edit in file.edits:
                    assert edit.secret or edit.value != KEY
                    assert KEY not in repr(edit)
                assert file.path.is_relative_to(tmp_path)
                assert file.path.name != "auth.json"
        start = program.start(here, ACCESS)
        assert start is None or KEY not in " ".join(start.words)


@pytest.mark.parametrize("program", CLIENTS, ids=lambda each: each.id)
def test_nothing_is_found_in_an_empty_home_and_looking_makes_nothing(
    program: Client, tmp_path: Path
) -> None:
    here = machine(tmp_path)
    assert program.find(here) is None
    assert list(program.conflicts(here)) == []
    assert list(tmp_path.iterdir()) == []
    assert program.docs.startswith("https://")
