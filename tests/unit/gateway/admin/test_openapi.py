"""The OpenAPI document: made from the operations, complete, and without loose ends."""

import json
from typing import Any

from app.gateway.admin.openapi import document
from app.gateway.admin.table import OPERATIONS

DOCUMENT = document(OPERATIONS, "1.2.3")


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*(references(inner) for inner in value.values()))
    if isinstance(value, list):
        return set().union(*(references(inner) for inner in value))
    return set()


def operations() -> list[dict[str, Any]]:
    return [operation for path in DOCUMENT["paths"].values() for operation in path.values()]


def test_every_operation_is_in_it_once() -> None:
    names = [operation["operationId"] for operation in operations()]
    assert len(names) == len(set(names)) == len(OPERATIONS)


def test_every_reference_leads_somewhere() -> None:
    for reference in references(DOCUMENT):
        place: Any = DOCUMENT
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def test_every_operation_says_who_may_call_and_what_it_may_answer() -> None:
    for operation in operations():
        assert operation["security"][0] == {"admin": []}
        assert operation["summary"]
        assert {"401", "422", "503"} <= operation["responses"].keys()


def test_only_what_is_their_own_is_open_to_client_keys() -> None:
    open_paths = {
        path
        for path, methods in DOCUMENT["paths"].items()
        for operation in methods.values()
        if {"client": []} in operation["security"]
    }
    assert open_paths == {
        "/usage/me",
        "/usage/api-key/{key_id}",
        "/stats/conversation/{conversation}",
        "/stats/total",
        "/provider-keys",
        "/provider-keys/{provider}",
    }
    assert all(path.startswith("/admin/") for path in DOCUMENT["paths"].keys() - open_paths)


def test_every_path_parameter_is_described() -> None:
    for path, methods in DOCUMENT["paths"].items():
        names = {part[1:-1] for part in path.split("/") if part.startswith("{")}
        for operation in methods.values():
            told = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
            assert told == names


def test_a_provider_key_goes_in_and_never_out() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    secret = [name for name, schema in schemas.items() if "writeOnly" in json.dumps(schema)]
    assert sorted(secret) == ["NewProvider", "OwnKeyGiven", "PersonalKeyGiven", "ProviderKeyGiven"]


def test_a_change_names_no_defaults() -> None:
    for name, schema in DOCUMENT["components"]["schemas"].items():
        if name.endswith("Change"):
            assert not [key for key, field in schema["properties"].items() if "default" in field]
