"""When the heavy tests are due, and the record of their last full run.

    python tests/clients/heavy.py            # runs them, and records that they passed
    python tests/clients/heavy.py --if-due   # the same, but only where something of theirs changed

Heavy is a test marked so: its client takes seconds for each run. They are due when a file that they
are made of (their modules, the clients' drivers and versions, the fakes) is not as it was when they
last passed. The record, `heavy.lock`, is committed. Standard library only.
"""

import argparse
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RECORD = Path(__file__).with_suffix(".lock")
_MARK = "mark.heavy"
_WINDOWS = "program"  # the fakes' folder of what windows ask for: no client is there


def files() -> Iterator[Path]:
    """What the heavy tests are made of, in order."""
    folders = (ROOT / "tests" / "clients", ROOT / "tests" / "fakes")
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix not in (".py", ".mjs") or path.name == "heavy.py":
                continue
            if _WINDOWS in path.relative_to(ROOT).parts:
                continue
            if not path.name.startswith("test_") or _MARK in path.read_text(encoding="utf-8"):
                yield path


def digests() -> dict[str, str]:
    """The digest of each of those files, by its path."""
    return {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in files()
    }


def changed() -> list[str]:
    """The files that came, went or changed since the heavy tests last passed."""
    try:
        before: dict[str, str] = json.loads(RECORD.read_text(encoding="utf-8"))
    except FileNotFoundError:
        before = {}
    now = digests()
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


def run() -> int:
    """Run them; their exit code. Where they passed, that is recorded."""
    before = digests()
    code = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "heavy", "tests/clients"], cwd=ROOT, check=False
    ).returncode
    if code == 0 and digests() == before:
        RECORD.write_text(json.dumps(before, indent=1) + "\n", encoding="utf-8")
    return code


def main() -> int:
    """The command line; its exit code."""
    parser = argparse.ArgumentParser(description="Runs the heavy tests of real clients.")
    parser.add_argument("--if-due", action="store_true", help="only where something changed")
    if parser.parse_args().if_due:
        reasons = changed()
        if not reasons:
            print("left out: the heavy tests passed with these very files")
            return 0
        print(f"due, because these are not as when they last passed: {', '.join(reasons)}")
    return run()


if __name__ == "__main__":
    sys.exit(main())
