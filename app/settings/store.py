"""The settings file of one profile, and the snapshot of it that everybody reads."""

import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.platform import atomic
from app.platform.file_lock import Locked, file_lock
from app.settings import migrate
from app.settings.failure import SettingsError, told
from app.settings.schema import SCHEMA_VERSION, Settings

_Mark = tuple[int, int, int]


class SettingsStore:
    """Loads, changes and saves one settings file.

    `current` is an immutable snapshot: a request keeps the one that it began with. `notices` are
    sentences for the user about what happened while loading. `read_only` says why nothing can be
    saved, None where it can.
    """

    def __init__(self, path: Path, *, forgiving: bool = False) -> None:
        """Load the file, or the defaults where there is none. Raises `SettingsError`.

        A `forgiving` store has the defaults where the file is refused, and `read_only` says why,
        until the file can be loaded.
        """
        self._path = path
        self._mark: _Mark | None = None
        self.notices: tuple[str, ...] = ()
        self.read_only: str | None = None
        self.current = Settings()
        try:
            self.load()
        except SettingsError as error:
            if not forgiving:
                raise
            self.read_only = str(error)

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def load(self) -> Settings:
        """Read the file again and swap the snapshot; `current` stays as it was where this fails.

        A file that is no TOML is kept aside as `.corrupt-<time>` and the backup takes its place. A
        file with a wrong value stays as it is: somebody is writing it.

        Raises `SettingsError`.
        """
        self.notices = ()
        self._mark = _mark(self._path)
        content = self._read()
        if content is None:
            self.current, self.read_only = Settings(), None
            return self.current
        try:
            document = _parsed(content)
        except ValueError as error:
            document = self._recover(content, str(error))
        found = self._version(document)
        if found < SCHEMA_VERSION:
            document = self._bring_up_to_date(document, found)
        newer = self._newer(found) if found > SCHEMA_VERSION else None
        settings = self._validated({**document, "schema_version": SCHEMA_VERSION}, newer)
        self.read_only = newer
        self.current = settings
        return settings

    def changed_on_disk(self) -> bool:
        """Whether the file is another one than was loaded or saved here; one `stat` call."""
        return _mark(self._path) != self._mark

    def update(self, change: Callable[[Settings], Settings]) -> Settings:
        """Save what `change` makes of the settings as they are on disk now; gives the new snapshot.

        Other processes wait meanwhile. Raises `SettingsError`, with the old file and snapshot kept.
        """
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with file_lock(self._path.with_name(f".{self._path.name}.lock")):
                self.load()
                if self.read_only is not None:
                    raise SettingsError(self.read_only)
                old = self.current
                new = change(old)
                # A copy with changed fields was not validated: the whole of it is, here.
                checked = self._validated(new.model_dump(warnings=False))
                self._save(_plain(old), _plain(checked), checked)
                self.current = checked
        except Locked:
            raise SettingsError(
                f"{self._path} is being changed by another program. Try again."
            ) from None
        except OSError as error:
            raise SettingsError(
                f"{self._path} could not be saved: {error.strerror}. The old settings are kept."
            ) from None
        return self.current

    def _read(self) -> bytes | None:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SettingsError(f"{self._path} cannot be read: {error.strerror}.") from None

    def _save(self, old: dict[str, Any], new: dict[str, Any], meant: Settings | None) -> None:
        """Edit the file from `old` to `new`, which is checked to mean `meant` before it is kept."""
        import tomlkit  # here: a server that only reads does without it

        from app.settings.edit import edit, spaced

        before = self._read()
        text = (before or b"").decode("utf-8-sig")
        document = tomlkit.parse(text)
        if "schema_version" not in document:
            old = {key: value for key, value in old.items() if key != "schema_version"}
        edit(document, old, new)
        content = tomlkit.dumps(document).encode()
        if spaced(text) == text:  # a file that is laid out otherwise keeps its layout
            neat = spaced(content.decode()).encode()
            content = neat if _parsed(neat) == _parsed(content) else content
        if meant is not None and self._means(content) != meant:
            content = tomlkit.dumps(new).encode()
            if self._means(content) != meant:
                raise SettingsError(
                    f"{self._path} could not be changed: its layout is one that Dragoman cannot "
                    "edit. Write its tables in the ordinary [table] form."
                )
        if before is not None and before != content:
            atomic.write(self._beside("bak"), before)
        atomic.write(self._path, content)
        self._mark = _mark(self._path)

    def _means(self, content: bytes) -> Settings | None:
        try:
            return Settings.model_validate(_parsed(content))
        except (ValueError, RecursionError):
            return None

    def _recover(self, content: bytes, reason: str) -> dict[str, Any]:
        """The backup's document, after the damaged file was set aside and replaced by it."""
        aside = self._beside(f"corrupt-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
        backup = self._beside("bak")
        try:
            saved = backup.read_bytes()
            document = _parsed(saved)
        except (OSError, ValueError):
            raise SettingsError(
                f"{self._path} cannot be read: {reason}. There is no usable backup. Correct the "
                "file, or move it away to start with empty settings."
            ) from None
        try:
            atomic.write(aside, content)
            atomic.write(self._path, saved)
        except OSError as error:
            raise SettingsError(
                f"{self._path} cannot be read: {reason}. Its backup {backup.name} could not be put "
                f"in its place: {error.strerror}."
            ) from None
        self._mark = _mark(self._path)
        self.notices += (
            (
                f"{self._path} was damaged ({reason}). It is kept as {aside.name}, and the "
                f"settings saved before it were loaded from {backup.name}."
            ),
        )
        return document

    def _version(self, document: dict[str, Any]) -> int:
        try:
            return migrate.version(document)
        except SettingsError as error:
            raise SettingsError(f"{self._path} is refused.\n  {error}") from None

    def _bring_up_to_date(self, document: dict[str, Any], found: int) -> dict[str, Any]:
        """The document in today's form; the file as it was is kept as `.v<found>`."""
        try:
            new = migrate.migrate(document, steps=migrate.STEPS)
        except SettingsError as error:
            raise SettingsError(f"{self._path} is refused: {error}.") from None
        self._validated(new)
        content = self._read()
        try:
            if content is not None and not self._beside(f"v{found}").exists():
                atomic.write(self._beside(f"v{found}"), content)
            self._save(document, new, None)
        except OSError as error:
            self.notices += (
                (
                    f"{self._path} is in an old form and could not be saved in the new one: "
                    f"{error.strerror}."
                ),
            )
        return new

    def _validated(self, document: dict[str, Any], newer: str | None = None) -> Settings:
        try:
            return Settings.model_validate(document)
        except ValidationError as error:
            if newer is not None:
                raise SettingsError(newer) from None
            problems = told(error.errors(include_input=False, include_url=False))
            raise SettingsError(f"{self._path} is refused.\n  {problems}") from None

    def _newer(self, found: int) -> str:
        return (
            f"{self._path} was written by a newer Dragoman (settings version {found}; this one "
            f"knows {SCHEMA_VERSION}). It is only read, never changed. Update Dragoman."
        )

    def _beside(self, suffix: str) -> Path:
        return self._path.with_name(f"{self._path.name}.{suffix}")


def _parsed(content: bytes) -> dict[str, Any]:
    """The document in `content`; `ValueError` with the reason where there is none."""
    text = content.decode("utf-8-sig")
    if not text.strip():
        raise ValueError("it is empty")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _plain(settings: Settings) -> dict[str, Any]:
    """What differs from the defaults, and every unknown key, in TOML's types."""
    plain = _with_lists(settings.model_dump(exclude_defaults=True))
    return {"schema_version": SCHEMA_VERSION, **plain}


def _with_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_lists(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_with_lists(inner) for inner in value]
    return value


def _mark(path: Path) -> _Mark | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
