"""What flask-openapi3 leaves out of the OpenAPI document: examples, the key of a command, calls without a token."""

from __future__ import annotations

from typing import Any

from flask_openapi3 import OpenAPI
from flask_openapi3.models.parameter import Parameter
from flask_openapi3.models.schema import Schema

from web.api.for_others import DONE_FOR_OTHERS

WITHOUT_TOKEN = {"log_in"}

IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "One for each command of a person, kept 7 days: a repeat has no second effect",
    "schema": Schema(type="string", maxLength=80, example="b1946ac9-2f5d-4c11"),
}
ACTING_FOR = {
    "name": "X-Acting-For",
    "in": "header",
    "required": False,
    "description": "代办: the id of the elder whose act this is; needs an active proxy (list_proxies)",
    "schema": Schema(type="integer", example=42),
}


def complete(app: OpenAPI) -> None:
    """Add to the registered operations what every one of their kind takes; once, however many apps are made."""
    for item in app.paths.values():
        for operation in (item.get, item.post, item.put, item.patch, item.delete):
            if operation is not None and operation.operationId in WITHOUT_TOKEN:
                operation.security = []
            if operation is not None and operation.operationId in DONE_FOR_OTHERS:
                _add_header(operation, ACTING_FOR)
        if item.post is not None and item.post.operationId not in WITHOUT_TOKEN:
            _add_header(item.post, IDEMPOTENCY_KEY)


def _add_header(operation: Any, header: dict[str, Any]) -> None:
    others = [given for given in operation.parameters or [] if given.name != header["name"]]
    operation.parameters = [*others, Parameter(**header)]


def keep_examples(schema: Any) -> Any:
    """The same JSON schema with the first of `examples` as `example`: flask-openapi3 knows only that older word."""
    if isinstance(schema, list):
        return [keep_examples(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: keep_examples(value) for key, value in schema.items()}
    if isinstance(schema.get("examples"), list):
        kept["example"] = kept.pop("examples")[0]
    return kept
