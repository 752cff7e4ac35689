"""Taking a connect back that did not come to its end."""

from dataclasses import replace
from glob import escape
from pathlib import Path

from app.connect.failure import ConnectError
from app.connect.files import Changed, look, put, remove_folders
from app.connect.journal import Journal
from app.connect.record import ClientRecord, FileRecord
from app.connect.step import holds_ours


def roll_back(journal: Journal, record: ClientRecord) -> None:
    """Take a connect back: files that we wrote are as before, what others wrote since stays."""
    mixed = False
    for file in reversed(record.files):
        try:
            mixed = not _file_back(journal, file) or mixed
        except (Changed, ConnectError):
            mixed = True
    previous = record.previous
    if mixed:
        # Somebody else wrote too: the record knows of each key whether it is still ours.
        done = record.connected()
        if previous is not None:
            kept = tuple(file for file in previous.files if done.file(file.path) is None)
            done = replace(done, files=done.files + kept)
        journal.save(done)
    elif previous is not None:
        journal.save(previous.connected())
    else:
        journal.drop(record.client)


def _file_back(journal: Journal, file: FileRecord) -> bool:
    """Make a file what it was before the connect under way; False where others wrote in it."""
    if file.target.exists() and not file.target.is_file():
        return True  # no file of ours, and none that we wrote
    snapshot = look(file.path)
    if snapshot.digest == file.before:
        if not file.before:
            remove_folders(file.folders)
        return True
    if snapshot.digest != file.after:
        return not holds_ours(file, snapshot)
    content = journal.content(file.before)
    if content is None and file.before:
        return False
    put(snapshot, content, journal.reached)
    if content is None:
        remove_folders(file.folders)
    return True


def sweep_temporaries(target: Path) -> None:
    """Delete what a write that was killed left beside its file: it holds a key of ours."""
    for path in target.parent.glob(f".{escape(target.name)}.????????????.tmp"):
        path.unlink(missing_ok=True)
