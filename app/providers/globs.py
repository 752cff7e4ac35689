"""Model names with marks: `*`, `?`, `[...]`, case ignored."""

from fnmatch import fnmatchcase

GLOB_MARKS = "*?["


def is_glob(name: str) -> bool:
    """Whether `name` stands for several."""
    return any(mark in name for mark in GLOB_MARKS)


def matches_any(model: str, globs: tuple[str, ...]) -> bool:
    """Whether `model` matches one of `globs`, case ignored."""
    name = model.lower()
    return any(fnmatchcase(name, glob.lower()) for glob in globs)
