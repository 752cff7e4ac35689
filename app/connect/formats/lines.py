"""What the notations of one key a line have in common: adding a line and taking one out."""

from app.connect.formats.document import Splice


def added(text: str, at: int, line: str, newline: str) -> Splice:
    """`line` as a line of its own at the start of a line `at`, or at the end of the text.

    A text without a newline at its end stays one.
    """
    if at == len(text) and text and text[-1] not in "\r\n":
        return Splice(at, at, newline + line)
    return Splice(at, at, line + newline)


def taken(text: str, start: int, end: int) -> Splice:
    """Without the lines from `start` to `end`; what is the last line then ends as the text did."""
    if end == len(text) and end > start and text[end - 1] not in "\r\n":
        start = len(text[:start].removesuffix("\n").removesuffix("\r"))
    return Splice(start, end, "")


def line_end(text: str, at: int) -> int:
    """Where the line after that of `at` begins."""
    while at < len(text) and text[at] not in "\r\n":
        at += 1
    if text.startswith("\r\n", at):
        return at + 2
    return min(at + 1, len(text))


def line_start(text: str, at: int) -> int:
    """Where the line of `at` begins."""
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
