from pathlib import Path

from app.connect.clients.cline import Cline
from tests.unit.connect.clients.machines import machine


def test_its_folder_shows_that_it_is_there(tmp_path: Path) -> None:
    assert Cline().find(machine(tmp_path)) is None
    (tmp_path / ".cline").mkdir()
    assert Cline().find(machine(tmp_path)) is not None
