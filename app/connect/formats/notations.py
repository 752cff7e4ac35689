"""Every notation by its name."""

from importlib import import_module
from pathlib import Path
from typing import Final

from app.connect.formats.document import Document
from app.connect.plan import Notation

# By name, so that a notation's parser is loaded when it is first needed.
_CLASSES: Final[dict[Notation, str]] = {
    "jsonc": "Jsonc",
    "toml": "Toml",
    "yaml": "Yaml",
    "dotenv": "Dotenv",
}


def parse(notation: Notation, content: bytes, path: Path) -> Document:
    """The document in `content`; `path` is for messages. Raises `ConnectError`."""
    module = import_module(f"app.connect.formats.{notation}")
    kind: type[Document] = getattr(module, _CLASSES[notation])
    return kind.parsed(content, path)
