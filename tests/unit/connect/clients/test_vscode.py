from pathlib import Path

import pytest

from app.connect.clients.vscode import VsCode
from tests.unit.connect.clients.machines import machine


@pytest.mark.parametrize(
    ("platform", "folder"),
    [
        ("linux", ".config/Code/User"),
        ("darwin", "Library/Application Support/Code/User"),
        ("win32", "AppData/Roaming/Code/User"),
    ],
)
def test_its_settings_show_that_it_is_there(tmp_path: Path, platform: str, folder: str) -> None:
    here = machine(tmp_path, platform, APPDATA=str(tmp_path / "AppData" / "Roaming"))
    assert VsCode().find(here) is None
    (tmp_path / folder).mkdir(parents=True)
    assert VsCode().find(here) is not None
