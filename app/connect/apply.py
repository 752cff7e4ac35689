"""A plan shown, done and undone.

An undo is the inverse of each edit in the file as it is by then, never an old copy over new work.
All files of a plan are written, or none: what a crash left half done is finished by `replay`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.connect import backups
from app.connect.diff import masked_diff
from app.connect.failure import ConnectError
from app.connect.files import Changed, digest, look, put, remove_folders
from app.connect.inverse import heir, inherited
from app.connect.journal import Journal
from app.connect.plan import KeyPath, Plan
from app.connect.record import ClientRecord, FileRecord
from app.connect.rollback import roll_back, sweep_temporaries
from app.connect.standing import Connection, standing
from app.connect.step import Step, backward, forward, holds_ours

__all__ = [
    "Connection",
    "FileChange",
    "LeftAlone",
    "Undone",
    "connect",
    "disconnect",
    "preview",
    "replay",
    "state",
]


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a plan would do to one file; `diff` is a unified diff with secrets masked, "" if none.

    `exists` says whether the file is there now.
    """

    path: Path
    exists: bool
    diff: str


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A key (or a whole file, with an empty `key`) that was not put back, and why."""

    path: Path
    key: KeyPath
    reason: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What a disconnect did. `restored` are the files in which something was put back."""

    restored: tuple[Path, ...] = ()
    left: tuple[LeftAlone, ...] = ()


def preview(plan: Plan) -> tuple[FileChange, ...]:
    """What `plan` would change now, file by file. Raises `ConnectError` as `connect` would."""
    changes = []
    for file in plan.files:
        step = forward(file, None)
        diff = masked_diff(file, step.snapshot.content or b"", step.content or b"")
        changes.append(FileChange(file.path, step.snapshot.content is not None, diff))
    return tuple(changes)


def connect(plan: Plan, journal: Journal, now_ms: int) -> None:
    """Do `plan`, also where its client is connected already: what was there before us is kept.

    Raises `ConnectError`, and every file is as it was then.
    """
    with journal.locked():
        _finish(journal, plan.client)
        for last_try in (False, True):
            try:
                _connect(plan, journal, now_ms)
            except Changed:
                if last_try:
                    raise _busy(plan.files[0].path) from None
            else:
                return


def disconnect(journal: Journal, client: str) -> Undone:
    """Put back what `client` had before us, where it is still ours; nothing where not connected.

    Raises `ConnectError`; it is as connected as before then.
    """
    with journal.locked():
        _finish(journal, client)
        record = journal.record(client)
        return Undone() if record is None else _retried(journal, record)


def state(journal: Journal, client: str) -> Connection | None:
    """How the files of `client` stand, None where it is not connected.

    Reads only; a record that is torn is set aside. Raises `ConnectError` where the journal cannot
    be read.
    """
    record = journal.record(client)
    return None if record is None else standing(record)


def replay(journal: Journal) -> tuple[str, ...]:
    """Finish or take back what was under way when the last process died; call it at the start.

    Gives sentences for the user, none where nothing had to be done.
    """
    if not journal.folder.is_dir():
        return ()
    told: list[str] = []
    try:
        with journal.locked():
            for client in journal.clients():
                try:
                    told += _finish(journal, client)
                except ConnectError as error:
                    told.append(error.message)
            journal.sweep()
    except ConnectError as error:
        told.append(error.message)
    told += journal.notices
    journal.notices = ()
    return tuple(told)


def _connect(plan: Plan, journal: Journal, now_ms: int) -> None:
    earlier = journal.record(plan.client)
    known = {file.path: file for file in earlier.files} if earlier is not None else {}
    steps = [forward(file, known.pop(file.path, None)) for file in plan.files]
    steps += [_leaving(file, journal) for file in known.values()]
    steps = [_told_apart(step, journal, plan.client) for step in steps]
    for step in steps:
        if step.snapshot.content is not None and step.changes:
            journal.keep(step.snapshot.content)
            _back_up(step, journal, now_ms)
    record = ClientRecord(
        client=plan.client,
        phase="connecting",
        since_ms=now_ms if earlier is None else earlier.since_ms,
        files=tuple(step.record for step in steps if step.record is not None),
        previous=earlier,
    )
    journal.save(record)
    journal.reached("intent")
    try:
        _write(steps, journal)
    except (Changed, ConnectError):
        roll_back(journal, record)
        raise
    _remove_folders_of(steps, earlier)
    journal.save(record.connected())
    journal.reached("done")
    journal.sweep()


def _told_apart(step: Step, journal: Journal, client: str) -> Step:
    """Take no value that we wrote for another client for the user's own."""
    file = step.record
    if file is None or file.whole:
        return step
    keys = file.keys
    for other in _beside(journal, client, file.target):
        for known in other.keys:
            keys = tuple(inherited(key, known) for key in keys)
    if keys == file.keys:
        return step
    return replace(step, record=replace(file, keys=keys, original=None))


def _beside(journal: Journal, client: str, target: Path) -> Iterator[FileRecord]:
    """What the other clients' records say of the file at `target`."""
    for name in journal.clients():
        record = journal.record(name) if name != client else None
        yield from (file for file in record.files if file.target == target) if record else ()


def _leaving(file: FileRecord, journal: Journal) -> Step:
    """Put a file back that a new plan of its client does not want any more."""
    step = backward(file, journal)
    now = step.snapshot.digest
    return replace(step, record=replace(file, before=now, after=digest(step.content), leaving=True))


def _write(steps: Sequence[Step], journal: Journal) -> None:
    for number, step in enumerate(steps):
        if step.changes:
            put(step.snapshot, step.content, journal.reached)
            journal.reached(f"written {number}")


def _retried(journal: Journal, record: ClientRecord) -> Undone:
    for last_try in (False, True):
        try:
            return _disconnect(journal, record)
        except Changed:
            if last_try:
                journal.save(record.connected())
                raise _busy(record.files[0].path) from None
    raise AssertionError("unreachable")


def _disconnect(journal: Journal, record: ClientRecord) -> Undone:
    steps = [backward(file, journal) for file in reversed(record.files)]
    journal.save(replace(record, phase="disconnecting", previous=None))
    journal.reached("intent")
    try:
        _write(steps, journal)
    except ConnectError:
        journal.save(record.connected())
        raise
    _remove_folders_of(steps, record)
    journal.reached("put back")
    _hand_over(journal, record)
    journal.drop(record.client)
    journal.reached("done")
    left = [
        LeftAlone(step.snapshot.path, key, reason) for step in steps for key, reason in step.left
    ]
    return Undone(tuple(step.snapshot.path for step in reversed(steps) if step.changes), (*left,))


def _hand_over(journal: Journal, gone: ClientRecord) -> None:
    """Let the other clients' records take out what was made for `gone` and they still use."""
    for client in journal.clients():
        record = journal.record(client)
        if record is None or client == gone.client:
            continue
        files = []
        for file in record.files:
            for former in (one for one in gone.files if one.target == file.target):
                keys = file.keys
                for key in former.keys:
                    keys = tuple(heir(key, other) for other in keys)
                file = replace(file, keys=keys)
            files.append(file)
        if tuple(files) != record.files:
            journal.save(replace(record, files=tuple(files)))


def _remove_folders_of(steps: Sequence[Step], record: ClientRecord | None) -> None:
    """Remove the folders that we made for files that are no more."""
    for step in steps:
        if step.content is None and record is not None:
            file = record.file(step.snapshot.path)
            if file is not None:
                remove_folders(file.folders)


def _back_up(step: Step, journal: Journal, now_ms: int) -> None:
    """Keep a copy of a file that holds nothing of ours."""
    content = step.snapshot.content
    if content is None:
        return
    beside = _beside(journal, "", step.snapshot.target)
    if any(holds_ours(file, step.snapshot) for file in beside):
        return
    try:
        backups.back_up(journal.folder / "backups", step.snapshot.path, content, now_ms)
    except OSError as error:
        raise ConnectError(
            f"{step.snapshot.path} could not be backed up: {error.strerror}. Nothing was changed."
        ) from None


def _finish(journal: Journal, client: str) -> list[str]:
    """End what a crash interrupted: a connect is taken back, a disconnect is done."""
    record = journal.record(client)
    if record is None or record.phase == "connected":
        return []
    for file in record.files:
        sweep_temporaries(file.target)
    if record.phase == "connecting":
        return _finish_connect(journal, record)
    undone = _retried(journal, record)
    return [
        f"{client}: in {left.path}, {'.'.join(left.key) or 'all of it'} was left as it is: "
        f"{left.reason}."
        for left in undone.left
    ]


def _finish_connect(journal: Journal, record: ClientRecord) -> list[str]:
    now = [look(file.path).digest for file in record.files]
    if now == [file.after for file in record.files]:
        for file in record.files:
            if file.leaving and not file.after:
                remove_folders(file.folders)
        journal.save(record.connected())
        journal.sweep()
        return []
    roll_back(journal, record)
    sentence = (
        f"Connecting {record.client} had been interrupted and was taken back. Connect it again if "
        "you want it."
    )
    return [sentence]


def _busy(path: Path) -> ConnectError:
    return ConnectError(
        f"{path} is being written by another program at the moment. Nothing was changed; try again."
    )
