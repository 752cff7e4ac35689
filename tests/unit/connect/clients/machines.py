"""A home folder with nothing but what a test puts there."""

import json
from pathlib import Path
from typing import Any

from app.connect import apply
from app.connect.clients.client import Access, Machine
from app.connect.journal import Journal
from app.connect.plan import Plan

KEY = "drg-ofaclient00000000000000000000000000000000000"
ACCESS = Access("http://127.0.0.1:8777", KEY, models=("deepseek-chat", "qwen3"))


def machine(home: Path, platform: str = "linux", **environ: str) -> Machine:
    """A machine whose PATH is empty unless a test says so."""
    return Machine(home, {"PATH": "", **environ}, platform)


def installed(home: Path, name: str) -> Path:
    """A program in ~/.local/bin."""
    path = home / ".local" / "bin" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\necho 1.2.3\n")
    path.chmod(0o755)
    return path


def there_and_back(home: Path, plan: Plan, contents: dict[Path, bytes]) -> dict[Path, str]:
    """What the plan's files hold once connected; checks that a disconnect gives them back."""
    for path, content in contents.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    journal = Journal(home / "journal")
    apply.connect(plan, journal, 1)
    connected = {file.path: file.path.read_text("utf-8") for file in plan.files}
    assert apply.disconnect(journal, plan.client).left == ()
    for file in plan.files:
        before = contents.get(file.path)
        assert (file.path.read_bytes() if file.path.exists() else None) == before
    return connected


def plain(text: str) -> Any:
    """JSON's meaning."""
    return json.loads(text)
