"""Reading the OpenAPI document: its operations, and requests made from its own examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    described: dict[str, Any]
    document: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.described["operationId"])

    @property
    def parameters(self) -> list[str]:
        """Names in the path."""
        return [part[1:-1] for part in self.path.split("/") if part.startswith("{")]

    def url(self, ids: dict[str, int]) -> str:
        """The path with these ids in it; 1 where none is given."""
        return self.path.format(**{name: ids.get(name, 1) for name in self.parameters})

    @property
    def body_schema(self) -> dict[str, Any] | None:
        content = self.described.get("requestBody", {}).get("content", {})
        return self.resolve(content["application/json"]["schema"]) if "application/json" in content else None

    def body(self) -> dict[str, Any] | None:
        """A body of the required fields, each with its example."""
        schema = self.body_schema
        if schema is None:
            return None
        return {name: self.example(schema["properties"][name]) for name in schema.get("required", [])}

    def example(self, schema: dict[str, Any]) -> Any:
        """The schema's first example, or what follows from it alone; raises LookupError when nothing does."""
        schema = self.resolve(schema)
        if "example" in schema:
            return schema["example"]
        if schema.get("enum"):
            return schema["enum"][0]
        if schema.get("type") == "boolean":
            return True
        if schema.get("type") == "array":
            return [self.example(schema["items"])]
        if schema.get("type") == "object" and "properties" in schema:
            return {name: self.example(schema["properties"][name]) for name in schema.get("required", [])}
        raise LookupError(f"{self.name}: no example for {schema.get('title')}")

    def resolve(self, schema: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in schema:
            return schema
        resolved: dict[str, Any] = self.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
        return {**resolved, **{key: value for key, value in schema.items() if key != "$ref"}}


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield Operation(method, path, item[method], document)
