"""The addresses as an OpenAPI document, for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from geo.method.gaps import METHOD_VERSION
from ui.api.parameters import parameter
from ui.api.register import ADDRESSES
from ui.map.shelf import base
from ui.words import api as words
from ui.words.common import PRODUCT

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.api.register import Address

VERSION: Final = "3.1.0"


def write(scene: Scene) -> bytes:
    """Write the document.

    Parameters
    ----------
    scene : Scene
        The data: which values there are.

    References
    ----------
    OpenAPI Initiative (2021). OpenAPI Specification, version 3.1.0.
    """
    paths = {
        path: {"get": _get(address, ending)} for address in ADDRESSES for ending, path in zip(address.formats, address.paths, strict=True)
    }
    paths |= {path: {"get": _state(path, about)} for path, about in words.STATES.items()}
    described = dict.fromkeys(name for address in ADDRESSES for name in address.parameters)
    document = {
        "openapi": VERSION,
        "info": {"title": f"{PRODUCT}: {words.TITLE.lower()}", "version": METHOD_VERSION, "description": words.ABOUT},
        "servers": [{"url": base() or "/"}],
        # The empty one: where nobody has to sign in, nothing is asked for.
        "security": [{}, {"token": []}, {"password": []}],
        "paths": paths,
        "components": {
            "parameters": {name: _parameter(name, scene) for name in described},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": words.LETS_IN},
                "password": {"type": "http", "scheme": "basic", "description": words.LETS_IN_TOO},
            },
            "responses": {name: _refused(about) for name, about in words.REFUSALS.items()},
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _get(address: Address, ending: str) -> dict[str, Any]:
    schema = (
        {"type": "string"}
        if ending == "csv"
        else {"type": "array", "items": {"type": "object"}}
        if ending == "json"
        else {"type": "object"}
    )
    return {
        "operationId": f"{address.name}_{ending}",
        "summary": words.ADDRESSES[address.name],
        "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in address.parameters],
        "responses": {
            "200": {"description": words.FORMATS[ending], "content": {words.MEDIA[ending].partition(";")[0]: {"schema": schema}}},
            "304": {"description": words.UNCHANGED},
            **{status: {"$ref": f"#/components/responses/{status}"} for status in words.REFUSALS},
        },
    }


def _state(path: str, about: str) -> dict[str, Any]:
    told = {"description": about, "content": {words.MEDIA["json"]: {"schema": {"type": "object"}}}}
    responses = {"200": told, "503": told} if path == words.READY else {"200": told}
    return {"operationId": path.removeprefix("/"), "summary": about, "responses": responses}


def _parameter(name: str, scene: Scene) -> dict[str, Any]:
    told = parameter(name, scene, next(iter(scene.settings.outcomes)))
    # A number or a text has more values than a list can hold: they are told in words.
    value: dict[str, Any] = {"type": "string"}
    about = words.PARAMETERS[name]
    if told.values:
        value["enum"] = list(told.values)
    if not told.values or name in words.OF_OUTCOME:
        value.pop("enum", None)
        about = f"{about} {words.values(told.told, of_outcome=name in words.OF_OUTCOME)}"
    schema = {"type": "array", "items": value} if told.several else value
    example = [told.example] if told.several else told.example
    return {"name": name, "in": "query", "required": False, "description": about, "schema": schema, "example": example}


def _refused(about: str) -> dict[str, Any]:
    error = {
        "type": "object",
        "required": ["error"],
        "properties": {"error": {"type": "string"}, "problems": {"type": "array", "items": {"type": "string"}}},
    }
    return {"description": about, "content": {words.MEDIA["json"]: {"schema": error}}}
