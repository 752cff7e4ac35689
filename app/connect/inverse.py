"""Every edit with what undoes it: the spot that was changed, never the file around it."""

import ipaddress
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from app.connect.failure import ConnectError
from app.connect.formats.document import Document, Splice, alike, expected, same
from app.connect.plan import ABSENT, KeyEdit, KeyPath, Value

# Characters on each side by which the place of a key that we took out is found again.
_CONTEXT = 120
_CONTEXTS = ((120, 120), (40, 40), (12, 12), (120, 0), (0, 120), (40, 0), (0, 40))
_SHORTEST_CONTEXT = 6
CHANGED = "it was changed by another program, or by you"


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """One key of ours: what it was, and the text that an undo has to put back.

    `new` stands where `old` stood, with the value `at` that place in it (-1: the key was taken
    out, or nothing exact is known). `before` and `after` surround `new`. `made` counts the parents
    that were made for it, `leniencies` are those of the document before.
    """

    path: KeyPath
    ours: Value = field(repr=False)
    former: Value = field(repr=False)
    source: str | None = field(default=None, repr=False)
    old: str = field(default="", repr=False)
    new: str = field(default="", repr=False)
    at: int = -1
    before: str = field(default="", repr=False)
    after: str = field(default="", repr=False)
    made: int = 0
    leniencies: int = 0
    secret: bool = False
    keep: bool = False

    @property
    def idle(self) -> bool:
        """Whether the key was as we want it before us, so that it is not ours to put back."""
        return same(self.ours, self.former)


def leaves(edits: Sequence[KeyEdit]) -> Iterator[KeyEdit]:
    """`edits` with every object taken apart, so that keys beside ours in it stay."""
    for edit in edits:
        if isinstance(edit.value, Mapping) and edit.value:
            inner = [
                replace(edit, path=(*edit.path, key), value=value)
                for key, value in edit.value.items()
            ]
            yield from leaves(inner)
        else:
            yield edit


def written(
    document: Document, edit: KeyEdit, earlier: KeyRecord | None
) -> tuple[Document, KeyRecord]:
    """The document with `edit`, and its record. Raises `ConnectError`.

    `earlier` is the record of the same key where we are connected: what was there before us stays
    what it says, whatever is there now.
    """
    current = document.value(edit.path)
    if earlier is not None and earlier.idle:
        earlier = None
    if earlier is not None and same(current, earlier.ours):
        return _again(document, edit, earlier)
    after, record = _first(document, edit, current)
    if earlier is None:
        return after, record
    if same(earlier.former, current):
        return after, record
    # Somebody changed the key meanwhile; the text around it is not what an undo would find.
    return after, replace(
        record, former=earlier.former, source=earlier.source, at=-1, old="", new="",
        before="", after="", made=max(record.made, earlier.made),
    )  # fmt: skip


def inherited(record: KeyRecord, other: KeyRecord) -> KeyRecord:
    """`record` with the former value of `other`, whose own value it took for the user's."""
    if record.path != other.path or record.idle or not same(record.former, other.ours):
        return record
    return replace(
        record, former=other.former, source=other.source, at=-1, old="", new="", before="",
        after="", made=max(record.made, other.made),
    )  # fmt: skip


def heir(record: KeyRecord, other: KeyRecord) -> KeyRecord:
    """`other` as it is once `record` is undone: parents made for both are its to take out."""
    least = len(record.path) - record.made  # the depth of the outermost that was made
    depth = len(other.path) - 1
    if not record.made or depth < least or other.path[:least] != record.path[:least]:
        return other
    return replace(other, made=max(other.made, depth - least + 1))


def _first(document: Document, edit: KeyEdit, current: Value) -> tuple[Document, KeyRecord]:
    path = edit.path
    former = ABSENT if same(current, edit.value) and _only_ours(edit) else current
    after, splice = document.changed(path, edit.value)
    record = KeyRecord(path, edit.value, former, secret=edit.secret, keep=edit.keep)
    if splice is None:
        return after, record
    start, end = splice.start, splice.start + len(splice.text)
    span = after.span(path)
    inside = span is not None and start <= span[0] <= span[1] <= end
    return after, replace(
        record,
        source=document.source(path),
        old=document.text[splice.start : splice.end],
        new=splice.text,
        at=span[0] - start if span is not None and inside else -1,
        before=after.text[max(0, start - _CONTEXT) : start],
        after=after.text[end : end + _CONTEXT],
        made=_missing(document, path),
        leniencies=document.leniencies,
    )


def _again(document: Document, edit: KeyEdit, record: KeyRecord) -> tuple[Document, KeyRecord]:
    """Change a key that is still ours to what it is to be now."""
    record = replace(record, secret=edit.secret, keep=edit.keep)
    if same(edit.value, record.ours):
        return document, record
    if record.ours is ABSENT or edit.value is ABSENT:
        after, fresh = _first(document, edit, document.value(edit.path))
        return after, replace(
            record, ours=edit.value, at=-1, old="", new="", before="", after="",
            made=max(record.made, fresh.made),
        )  # fmt: skip
    span = document.span(edit.path)
    after, _ = document.changed(edit.path, edit.value)
    spelled = after.source(edit.path)
    if span is None or spelled is None or record.at < 0:
        return after, replace(record, ours=edit.value, at=-1)
    old = document.text[span[0] : span[1]]
    head, tail = record.new[: record.at], record.new[record.at :]
    if not tail.startswith(old):
        return after, replace(record, ours=edit.value, at=-1)
    return after, replace(record, ours=edit.value, new=head + spelled + tail[len(old) :])


def _missing(document: Document, path: KeyPath) -> int:
    """How many parents of `path` there are not."""
    return sum(document.value(path[:depth]) is ABSENT for depth in range(1, len(path)))


def _only_ours(edit: KeyEdit) -> bool:
    """Whether nobody but us can have written this value: a key of ours, our own address."""
    if edit.value is ABSENT or edit.value is None or edit.value == "":
        return False
    if edit.secret:
        return True
    if not isinstance(edit.value, str):
        return False
    try:
        host = urlsplit(edit.value).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def taken_back(document: Document, record: KeyRecord) -> tuple[Document, str]:
    """The document without what `record` did, and "" or the reason why it was left alone."""
    if record.idle:
        return document, ""
    current = document.value(record.path)
    if same(current, record.former):
        return _pruned(document, record), ""
    if not same(current, record.ours):
        return document, CHANGED
    if (exact := _exactly(document, record)) is not None:
        return exact, ""
    if record.source is not None and record.former is not ABSENT:
        try:
            return document.spelled(record.path, record.former, record.source)[0], ""
        except ConnectError:
            pass  # its spelling does not fit there any more: the value counts
    try:
        after, _ = document.changed(record.path, record.former)
    except ConnectError:
        return document, "it is written in a way that cannot be changed safely"
    return _pruned(after, record), ""


def _exactly(document: Document, record: KeyRecord) -> Document | None:
    """The document with the very spot put back, None where it is not as we left it."""
    for known in (record, _with_line_ends(record, "\r\n"), _with_line_ends(record, "\n")):
        for start in _spots(document, known):
            end = start + len(known.new)
            if start < 0 or document.text[start:end] != known.new:
                continue
            try:
                after = document.applied(Splice(start, end, known.old))
            except ConnectError:
                continue
            no_worse = after.leniencies <= max(document.leniencies, known.leniencies)
            if no_worse and _means_former(document, after, record):
                return _pruned(after, record)
    return None


def _with_line_ends(record: KeyRecord, newline: str) -> KeyRecord:
    """The record as it would be after somebody gave the file other line ends."""

    def converted(text: str) -> str:
        return text.replace("\r\n", "\n").replace("\n", newline)

    return replace(
        record,
        old=converted(record.old),
        new=converted(record.new),
        at=len(converted(record.new[: record.at])) if record.at >= 0 else -1,
        before=converted(record.before),
        after=converted(record.after),
    )


def _spots(document: Document, record: KeyRecord) -> Iterator[int]:
    """Where the text that we left may begin now."""
    if record.ours is not ABSENT:
        span = document.span(record.path)
        if span is not None and record.at >= 0:
            yield span[0] - record.at
        return
    if document.text == record.before + record.new + record.after:
        yield len(record.before)
    for before, after in _CONTEXTS:
        head = record.before[-before:] if before else ""
        sought = head + record.new + record.after[:after]
        if len(sought) >= _SHORTEST_CONTEXT and document.text.count(sought) == 1:
            yield document.text.index(sought) + len(head)


def _means_former(document: Document, after: Document, record: KeyRecord) -> bool:
    """Whether the key is as before us in `after`, parents made for it may be gone, and no more."""
    wanted = expected(document.plain, record.path, record.former)
    if alike(after.plain, wanted):
        return True
    parents = len(record.path) - 1
    for depth in range(parents, parents - record.made, -1):
        holder = wanted
        for key in record.path[: depth - 1]:
            holder = holder[key]
        if holder.pop(record.path[depth - 1]) != {}:
            return False
        if alike(after.plain, wanted):
            return True
    return False


def _pruned(document: Document, record: KeyRecord) -> Document:
    """The document without the parents that were made for a key, where they hold nothing now."""
    if record.former is not ABSENT:
        return document
    least = len(record.path) - 1 - record.made
    for depth in range(len(record.path) - 1, least, -1):
        parent = record.path[:depth]
        if document.value(parent) is ABSENT:
            continue
        if document.value(parent) != {} or not document.bare(parent):
            break
        try:
            document, _ = document.changed(parent, ABSENT)
        except ConnectError:
            break
    return document
