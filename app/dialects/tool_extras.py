"""What a tool says of itself in its own wire's words, by name."""

from collections.abc import Mapping

from app.core.conversation import Tool

# Where wires keep the fields that they do not know, and what the tool says in other words.
_HOLDERS = ("function", "extra")
_SAID = ("place", "parameters", "parametersJsonSchema")
_NAMESPACE, _NAMED = "namespace", ("type", "name")  # its name stands before the tool's


def extras(tool: Tool, dialect: str) -> tuple[str, ...]:
    """The fields that a target of `dialect` does not get with the tool; () for those of its own.

    A tool of a form of its own (a shell, raw input) is said in full by its description and schema.
    """
    sidecar = tool.sidecar
    if sidecar is None or sidecar.origin.dialect == dialect:
        return ()
    found: list[str] = []
    whole = "native" in sidecar.data or isinstance(sidecar.data.get("type"), str)
    for name, value in sidecar.data.items():
        if name in _HOLDERS and isinstance(value, Mapping):
            found += value
        elif name == _NAMESPACE and isinstance(value, Mapping):
            found += (f"{name} {field}" for field in value if field not in _NAMED)
        elif not whole and name not in _SAID:
            found.append(name)
    return tuple(found)
