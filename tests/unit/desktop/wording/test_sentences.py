"""The list of sentences is true to the code, and a sentence is said in another language by it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.desktop.wording.sentences import listed, said, templates
from app.desktop.wording.translate import install

ROOT = Path(__file__).parents[4]
LIST = ROOT / "resources" / "translations" / "sentences.txt"

# Modules whose sentences a window shows: all of them are listed.
SHOWN = (
    "bootstrap/client_*.py",
    "bootstrap/connecting.py",
    "bootstrap/program/*.py",
    "connect/apply.py",
    "connect/clients/*.py",
    "connect/conflicts.py",
    "connect/doctor.py",
    "connect/files.py",
    "connect/formats/*.py",
    "connect/inverse.py",
    "connect/journal.py",
    "connect/step.py",
    "gateway/connection_test.py",
    "gateway/credentials.py",
    "gateway/search/client.py",
    "gateway/search/service.py",
    "gateway/upstream.py",
    "platform/autostart*.py",
    "platform/sockets.py",
    "providers/address.py",
    "providers/provider.py",
    "routing/resolve.py",
    "secrets/client_key_file.py",
    "secrets/keyring_backend.py",
    "secrets/references.py",
    "secrets/secret.py",
    "secrets/vault.py",
    "settings/notation.py",
    "settings/store.py",
    "storage/budgets.py",
    "storage/faults.py",
    "storage/keys.py",
    "storage/names.py",
    "storage/people.py",
)

# Looks like a sentence, and no window shows it.
NOT_SHOWN = {
    "Tell the weather of a city.": "the tool of a test",
    "What is the weather in Paris? Call the tool.": "the question of a test",
    "Say hello.": "the question of a test",
    "Reply with the single word OK and use no tool.": "the question of a trial",
    "Only Windows has a registry.": "a fault of ours",
    "A digest is a SHA-256 in hex.": "a fault of ours",
}

# Behind a sentence, and between a value that is one and what follows.
_END = re.compile(r"(?<=[.?!:])\s+|(?<=\{\})\s+(?=[A-Z{])")
_PLACEHOLDER = re.compile(r"\{\w*\}")


def texts_of(tree: ast.AST) -> Iterator[str]:
    """Every text of a module, its values as {}; no docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    skipped = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skipped.update(id(part) for part in node.values)
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield _PLACEHOLDER.sub("{}", node.value)


def runs_of(text: str) -> Iterator[str]:
    """The text, and its sentences one by one and in a row."""
    yield text
    ends = [(0, 0), *(match.span() for match in _END.finditer(text)), (len(text), len(text))]
    if len(ends) < 12:
        for first in range(len(ends) - 1):
            for behind in range(first + 1, len(ends)):
                yield text[ends[first][1] : ends[behind][0]]


def pieces_of(line: str) -> Iterator[str]:
    """What the code has of a line of the list: what is in brackets comes from elsewhere."""
    plain = _PLACEHOLDER.sub("{}", line.replace("\\n", "\n"))
    yield re.sub("⟦[^⟧]*⟧", "{}", plain)
    yield from re.findall("⟦([^⟧]*)⟧", plain)


def lines() -> Iterator[tuple[str, str]]:
    section = ""
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line[1:-1]
        elif line and not line.startswith("#"):
            yield section, line


def test_every_sentence_of_the_list_stands_in_the_code() -> None:
    in_code = {
        run
        for path in (ROOT / "app").rglob("*.py")
        if "desktop/wording" not in path.as_posix()
        for text in texts_of(ast.parse(path.read_text(encoding="utf-8")))
        for run in runs_of(text)
    }
    unknown = [
        line
        for section, line in lines()
        if section != "system"
        for piece in pieces_of(line)
        if piece not in in_code
    ]
    assert unknown == []


def test_every_sentence_that_a_window_shows_is_in_the_list() -> None:
    known = {run for _, line in lines() for piece in pieces_of(line) for run in runs_of(piece)}
    missing = {
        f"{path.relative_to(ROOT)}: {text}"
        for pattern in SHOWN
        for path in (ROOT / "app").glob(pattern)
        for text in texts_of(ast.parse(path.read_text(encoding="utf-8")))
        if " " in text and re.match(r"[A-Z{].*[a-z].*[.?]$", text, re.DOTALL)
        if text not in known and text not in NOT_SHOWN
        if not all(sentence in known or sentence == "{}" for sentence in _END.split(text))
    }
    assert missing == set()


def test_no_sentence_is_listed_twice() -> None:
    texts = [text for _, text in listed()]
    assert sorted(texts) == sorted(set(texts))


@pytest.fixture
def shouted() -> Iterator[None]:
    """A language in which everything that is known is in capitals."""
    known = {template.text for template in templates()}

    def shout(_context: str, text: str) -> str:
        assert text in known
        return re.sub(r"(\{\w+\})|([^{}]+)", lambda m: m[1] or m[2].upper(), text)

    install(shout)
    yield
    install(None)


def test_in_english_a_sentence_stays_what_it_is() -> None:
    assert said("There is nothing to take back.") == "There is nothing to take back."


@pytest.mark.usefixtures("shouted")
@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("There is nothing to take back.", "THERE IS NOTHING TO TAKE BACK."),
        # A value stays what it is, whatever is in it.
        (
            "/home/ann/.codex/config.toml cannot be read: Permission denied.",
            "/home/ann/.codex/config.toml CANNOT BE READ: PERMISSION DENIED.",
        ),
        (
            "Nothing listens at 127.0.0.1:11434. Is the server running, and the port right?",
            "NOTHING LISTENS AT 127.0.0.1:11434. IS THE SERVER RUNNING, AND THE PORT RIGHT?",
        ),
        # One sentence within another, and one behind another.
        (
            "It rejected its key. Enter the key again. (status 401)",
            "IT REJECTED ITS KEY. ENTER THE KEY AGAIN. (STATUS 401)",
        ),
        (
            "The key was not kept. The keyring is locked. Unlock it and try again.",
            "THE KEY WAS NOT KEPT. THE KEYRING IS LOCKED. UNLOCK IT AND TRY AGAIN.",
        ),
        ("Port 8082 is taken by node, process 41.", "Port 8082 is taken by node, process 41."),
        (
            "Port 8082 is taken by node, process 41. Stop that program, or choose another port.",
            "PORT 8082 IS TAKEN BY node, PROCESS 41. STOP THAT PROGRAM, OR CHOOSE ANOTHER PORT.",
        ),
        # What nobody listed stays, beside what is known.
        (
            "The weather is fine. There is nothing to take back.",
            "The weather is fine. THERE IS NOTHING TO TAKE BACK.",
        ),
        # In a file of settings a sentence stands behind its field.
        (
            "time.zone: must be one line, without control characters",
            "time.zone: MUST BE ONE LINE, WITHOUT CONTROL CHARACTERS",
        ),
        (
            "Must be one line, without control characters",
            "MUST BE ONE LINE, WITHOUT CONTROL CHARACTERS",
        ),
        # A name of somebody's is no word of ours, and a part alone is no sentence.
        ("There is no user key.", "THERE IS NO USER key."),
        ("another program", "another program"),
        ("Add deepseek", "ADD deepseek"),
        ("Add it to the list of hosts", "Add it to the list of hosts"),
        ("", ""),
    ],
)
def test_a_sentence_is_said_with_its_values(sentence: str, words: str) -> None:
    assert said(sentence) == words


@pytest.mark.usefixtures("shouted")
def test_a_long_text_is_no_sentence() -> None:
    text = "There is nothing to take back. " * 100
    assert said(text) == text
