"""The OpenAPI 3.1 document, made from the operations and their models."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.gateway.admin.operation import Operation
from app.gateway.admin.problem import MEDIA_TYPE
from app.gateway.admin.shapes.server import ProblemDetails

_Mode = Literal["validation", "serialization"]
_Schemas = Mapping[tuple[Any, _Mode], dict[str, Any]]

# Any operation: no key, a wrong method or host, a body too large, too many requests, no database.
_ALWAYS = (400, 401, 403, 405, 408, 413, 422, 429, 503)
_REF = "#/components/schemas/{model}"
_SECURITY = {
    "admin": {
        "type": "http",
        "scheme": "bearer",
        "description": "The admin key of this server (dra-...).",
    },
    "client": {
        "type": "http",
        "scheme": "bearer",
        "description": "A client key (drg-...): it shows what is its own.",
    },
}


def document(operations: Sequence[Operation], version: str) -> dict[str, Any]:
    """The OpenAPI document of `operations`, as a JSON object."""
    schemas, definitions = models_json_schema(_models(operations), ref_template=_REF)
    paths: dict[str, Any] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(
            operation, schemas, definitions["$defs"]
        )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Dragoman administration",
            "version": version,
            "description": "Users, keys, providers, budgets, usage. Errors are problem details.",
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": tag} for tag in dict.fromkeys(each.tag for each in operations)],
        "paths": paths,
        "components": {
            "schemas": definitions["$defs"],
            "securitySchemes": _SECURITY,
            "responses": {str(status): _problem(status) for status in _problems(operations)},
        },
    }


def _models(operations: Iterable[Operation]) -> list[tuple[type[BaseModel], _Mode]]:
    found: dict[tuple[type[BaseModel], _Mode], None] = {(ProblemDetails, "serialization"): None}
    for each in operations:
        if each.body is not None:
            found[each.body, "validation"] = None
        if each.query is not None:
            found[each.query, "validation"] = None
        if each.response is not None:
            found[each.response, "serialization"] = None
    return list(found)


def _operation(
    operation: Operation, schemas: _Schemas, definitions: dict[str, Any]
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.tag],
        "security": [{"admin": []}, *([{"client": []}] if operation.scope == "own" else [])],
        "parameters": [*_path_parameters(operation), *_query(operation, schemas, definitions)],
        "responses": {str(operation.status): _answer(operation, schemas)},
    }
    if operation.handler.__doc__:
        told["description"] = operation.handler.__doc__.strip()
    statuses = {*_ALWAYS, *operation.refusals, *([404] if "{" in operation.path else [])}
    if operation.method not in ("GET", "DELETE"):
        statuses.add(HTTPStatus.UNSUPPORTED_MEDIA_TYPE.value)
    for status in sorted(statuses):
        told["responses"][str(status)] = {"$ref": f"#/components/responses/{status}"}
    if operation.body is not None:
        schema = schemas[operation.body, "validation"]
        told["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    elif operation.method not in ("GET", "DELETE"):
        empty = {"type": "object", "additionalProperties": False, "maxProperties": 0}
        told["requestBody"] = {
            "description": "Nothing, or an empty object.",
            "content": {"application/json": {"schema": empty}},
        }
    return told


def _path_parameters(operation: Operation) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    known = operation.parameters or {}
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "minLength": 1},
            **known.get(name, {}),
        }
        for name in names
    ]


def _query(
    operation: Operation, schemas: _Schemas, definitions: dict[str, Any]
) -> list[dict[str, Any]]:
    if operation.query is None:
        return []
    reference = schemas[operation.query, "validation"]["$ref"]
    schema = definitions[reference.rpartition("/")[2]]
    required = schema.get("required", [])
    parameters = []
    for name, field in schema["properties"].items():
        inner = _without_null({key: value for key, value in field.items() if key != "title"})
        description = inner.pop("description", None)
        parameter = {"name": name, "in": "query", "required": name in required, "schema": inner}
        if description:
            parameter["description"] = description
        parameters.append(parameter)
    return parameters


def _without_null(field: dict[str, Any]) -> dict[str, Any]:
    """A parameter is there or not; null is nothing that a query can say."""
    if field.get("default", "") is None:
        del field["default"]
    choices = [each for each in field.get("anyOf", []) if each.get("type") != "null"]
    if len(choices) == 1:
        del field["anyOf"]
        return {**choices[0], **field}
    return field


def _answer(operation: Operation, schemas: _Schemas) -> dict[str, Any]:
    told: dict[str, Any] = {"description": HTTPStatus(operation.status).phrase}
    if operation.response is not None:
        schema = schemas[operation.response, "serialization"]
        told["content"] = {operation.media_type: {"schema": schema}}
    elif operation.media_type != "application/json":
        told["content"] = {operation.media_type: {"schema": {"type": "string"}}}
    return told


def _problems(operations: Iterable[Operation]) -> list[int]:
    return sorted(
        {404, 415, *_ALWAYS, *(status for each in operations for status in each.refusals)}
    )


def _problem(status: int) -> dict[str, Any]:
    schema = {"$ref": _REF.format(model="ProblemDetails")}
    told: dict[str, Any] = {
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": schema}},
    }
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        told["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return told
