import plistlib
from pathlib import Path

from app.platform.autostart_macos import LaunchAgent


def test_the_agent_starts_the_command_at_login(tmp_path: Path) -> None:
    agent = LaunchAgent("dragoman", tmp_path / "LaunchAgents")
    assert not agent.is_on()
    agent.set_command(["/Applications/A B.app/d", "tray"])
    written = plistlib.loads((tmp_path / "LaunchAgents" / "dragoman.plist").read_bytes())
    assert written["ProgramArguments"] == ["/Applications/A B.app/d", "tray"]
    assert written["Label"] == "dragoman"
    assert written["RunAtLoad"]
    assert agent.is_on()
    agent.remove()
    agent.remove()
    assert not agent.is_on()


def test_an_agent_that_is_disabled_or_broken_is_off(tmp_path: Path) -> None:
    agent = LaunchAgent("dragoman", tmp_path)
    path = tmp_path / "dragoman.plist"
    path.write_bytes(plistlib.dumps({"RunAtLoad": True, "Disabled": True}))
    assert not agent.is_on()
    path.write_text("<plist")
    assert not agent.is_on()
