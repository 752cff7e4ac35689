"""What is to be written to one file, worked out before anything is."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from app.connect.failure import ConnectError
from app.connect.files import Snapshot, check_writable, digest, look, missing_folders
from app.connect.formats.document import Document
from app.connect.formats.notations import parse
from app.connect.inverse import CHANGED, KeyRecord, leaves, taken_back, written
from app.connect.journal import Journal
from app.connect.plan import ABSENT, FilePlan, KeyPath, Notation
from app.connect.record import FileRecord


@dataclass(frozen=True, slots=True)
class Step:
    """One file before and after; `content` None deletes it. `record` None forgets it.

    `left` are the keys that an undo does not put back, with the reason; the whole file is ().
    """

    snapshot: Snapshot
    content: bytes | None = field(repr=False)
    record: FileRecord | None
    left: tuple[tuple[KeyPath, str], ...] = ()

    @property
    def changes(self) -> bool:
        """Whether the file is to be written at all."""
        return self.content != self.snapshot.content


def document_of(notation: Notation, content: bytes | None, path: Path) -> Document:
    """What `content` means; no file means nothing. Raises `ConnectError`."""
    return parse(notation, content or b"", path)


def forward(plan: FilePlan, earlier: FileRecord | None) -> Step:
    """What connecting does to one file. Raises `ConnectError`; nothing is written here."""
    snapshot = look(plan.path)
    record = _begun(plan, snapshot, earlier)
    if plan.whole:
        content = plan.content.encode()
    else:
        document, keys = _edited(plan, snapshot, earlier)
        content = document.content
        record = replace(record, keys=keys)
        if snapshot.content is None and not any(key.ours is not ABSENT for key in keys):
            return Step(snapshot, None, replace(record, after=""))
    if content != snapshot.content:
        check_writable(snapshot)
    return Step(snapshot, content, replace(record, after=digest(content)))


def _begun(plan: FilePlan, snapshot: Snapshot, earlier: FileRecord | None) -> FileRecord:
    begun = FileRecord(
        path=plan.path,
        target=snapshot.target,
        notation=plan.notation,
        whole=plan.whole,
        existed=snapshot.content is not None,
        original=snapshot.digest,
        before=snapshot.digest,
        after="",
        folders=missing_folders(snapshot),
    )
    if earlier is None:
        return begun
    untouched = snapshot.digest == earlier.after and earlier.target == snapshot.target
    return replace(
        begun,
        existed=earlier.existed and snapshot.content is not None,
        original=earlier.original if untouched else None,
        folders=earlier.folders or begun.folders,
    )


def _edited(
    plan: FilePlan, snapshot: Snapshot, earlier: FileRecord | None
) -> tuple[Document, tuple[KeyRecord, ...]]:
    document = document_of(plan.notation, snapshot.content, plan.path)
    known = {key.path: key for key in earlier.keys} if earlier is not None else {}
    edits = tuple(leaves(plan.edits))
    wanted = {edit.path for edit in edits}
    for key in reversed(list(known.values())):
        if key.path not in wanted and not key.keep:
            document, _ = taken_back(document, key)
    keys = []
    for edit in edits:
        document, key = written(document, edit, known.get(edit.path))
        keys.append(key)
    return document, tuple(keys)


def backward(record: FileRecord, journal: Journal) -> Step:
    """What disconnecting does to one file. Raises `ConnectError`; nothing is written here."""
    snapshot = look(record.path)
    step = _whole_back(record, snapshot, journal) if record.whole else None
    if step is None:
        step = _keys_back(record, snapshot, journal)
    if step.changes:
        check_writable(snapshot)
    return step


def _untouched(record: FileRecord, snapshot: Snapshot) -> bool:
    return snapshot.digest == record.after and snapshot.target == record.target


def _whole_back(record: FileRecord, snapshot: Snapshot, journal: Journal) -> Step:
    if snapshot.content is None:
        return Step(snapshot, None, None)
    if not _untouched(record, snapshot):
        return Step(snapshot, snapshot.content, None, (((), CHANGED),))
    if not record.existed:
        return Step(snapshot, None, None)
    former = None if record.original is None else journal.content(record.original)
    if former is None:
        return Step(snapshot, snapshot.content, None, (((), "its former content is gone"),))
    return Step(snapshot, former, None)


def _keys_back(record: FileRecord, snapshot: Snapshot, journal: Journal) -> Step:
    kept = any(key.keep and not key.idle for key in record.keys)
    if not kept and record.original is not None and _untouched(record, snapshot):
        if not record.existed:
            return Step(snapshot, None, None)
        if (former := journal.content(record.original)) is not None:
            return Step(snapshot, former, None)
    if snapshot.content is None:
        gone = tuple(
            (key.path, "the file was deleted")
            for key in record.keys
            if not key.idle and key.former is not ABSENT
        )
        return Step(snapshot, None, None, gone)
    document = document_of(record.notation, snapshot.content, record.path)
    left = []
    for key in reversed(record.keys):
        if key.keep:
            continue
        document, reason = taken_back(document, key)
        if reason:
            left.append((key.path, reason))
    content: bytes | None = document.content
    if not record.existed and not left and not kept and not document.text.strip("{} \t\r\n"):
        content = None
    return Step(snapshot, content, None, tuple(reversed(left)))


def holds_ours(record: FileRecord, snapshot: Snapshot) -> bool:
    """Whether the file has anything of what `record` says."""
    if record.whole:
        return snapshot.digest == record.after
    try:
        document = document_of(record.notation, snapshot.content, record.path)
    except ConnectError:
        return False
    return any(
        not key.idle and key.ours is not ABSENT and document.value(key.path) == key.ours
        for key in record.keys
    )
