"""The program that needs no Python: built by one command, started on a desktop of its own.

It takes a minute, so a developer's ordinary run leaves it out; .ci/run does not.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app import __version__
from tests.desktop.xvfb.display import Host, Screen
from tests.desktop.xvfb.program import ROOT, DesktopProgram

pytestmark = pytest.mark.skipif(
    not os.environ.get("DRAGOMAN_REQUIRE_CLIENTS"), reason="set DRAGOMAN_REQUIRE_CLIENTS to build"
)


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [
        sys.executable,
        str(ROOT / "packaging" / "desktop" / "build.py"),
        "--dist",
        str(folder),
    ]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_built_program_is_in_the_tray_and_answers(
    dist: Path, desktop: Callable[[Host], Screen]
) -> None:
    program = DesktopProgram(desktop("trayer"))
    process = program.start(built=dist / "dragoman" / "dragoman")
    program.on()
    assert program.stop(process) == 0


def test_everything_that_comes_with_the_program_is_in_it(dist: Path) -> None:
    bundled = dist / "dragoman" / "_internal" / "app" / "_bundled"
    ours = {path.relative_to(ROOT / "resources") for path in (ROOT / "resources").rglob("*.*")}
    assert ours <= {path.relative_to(bundled) for path in bundled.rglob("*.*")}


def test_the_built_program_serves_without_a_display(dist: Path, tmp_path: Path) -> None:
    program = str(dist / "dragoman" / "dragoman")
    command = [program, "--profile", str(tmp_path), "demo", "--port", "0"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as served:
        assert served.stdout is not None
        assert served.stdout.readline().startswith("dragoman: ready on http://127.0.0.1:")
        served.terminate()
    assert served.returncode == 0


def test_the_packages_hold_the_program_its_entry_and_its_icon(dist: Path) -> None:
    (package,) = dist.glob("*.deb")
    assert package.name.startswith(f"dragoman_{__version__}_")
    listed = subprocess.run(["dpkg-deb", "-c", package], capture_output=True, text=True, check=True)
    for name in (
        "/opt/dragoman/dragoman",
        "/usr/bin/dragoman",
        "/usr/share/applications/dragoman.desktop",
        "/usr/share/icons/hicolor/scalable/apps/dragoman.svg",
    ):
        assert name in listed.stdout
    (other,) = dist.glob("*.rpm")
    assert other.stat().st_size > 10_000_000
