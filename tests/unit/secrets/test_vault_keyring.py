"""The vault on a real Secret Service: gnome-keyring on a D-Bus session of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.client("gnome-keyring-daemon")

ROUND_TRIP = """
import asyncio
from app.secrets.secret import Secret
from app.secrets.vault import Vault, VaultError

async def main():
    vault = Vault("dragoman:test")
    reference = await vault.store("provider/a", Secret("sk-real-keyring-value"))
    again = Vault("dragoman:test")
    assert (await again.resolve(reference)).reveal() == "sk-real-keyring-value"
    await again.store("provider/a", Secret("sk-replaced-value"))
    vault.forget()
    assert (await vault.resolve(reference)).reveal() == "sk-replaced-value"
    try:
        await Vault("dragoman").resolve(reference)
    except VaultError as error:
        assert error.kind == "missing", error
    else:
        raise AssertionError("another profile saw it")
    assert await vault.delete(reference)
    assert not await again.delete(reference)
    assert await vault.keyring_problem() is None
    print("round trip done")

asyncio.run(main())
"""

LOCKED = """
import asyncio
from app.secrets.vault import Vault

print((asyncio.run(Vault("dragoman:test").keyring_problem())).kind)
"""

UNLOCK = "printf test-pass | gnome-keyring-daemon --unlock --components=secrets >/dev/null && "


def run_in_session(folder: Path, shell: str, program: str) -> "subprocess.CompletedProcess[str]":
    """Run a Python program in a D-Bus session and home folder of its own."""
    for tool in ("dbus-run-session", "gnome-keyring-daemon"):
        assert shutil.which(tool), f"{tool} is missing; .ci/run installs gnome-keyring and dbus"
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    for needed in (".cache", ".local/share/keyrings"):
        (folder / needed).mkdir(parents=True)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",  # must not matter
        "PROGRAM": program,
    }
    script = f'{shell} exec "{sys.executable}" -W error -c "$PROGRAM"'
    return subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", script],
        env=environment,
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_secret_is_stored_read_replaced_and_deleted_in_gnome_keyring(tmp_path: Path) -> None:
    done = run_in_session(tmp_path, UNLOCK, ROUND_TRIP)
    assert (done.returncode, done.stdout) == (0, "round trip done\n"), done.stderr


def test_a_keyring_that_nobody_unlocked_is_told_as_locked(tmp_path: Path) -> None:
    start = "gnome-keyring-daemon --start --components=secrets >/dev/null && "
    done = run_in_session(tmp_path, start, LOCKED)
    assert done.stdout in ("locked\n", "timeout\n"), done.stderr
