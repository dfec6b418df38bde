"""The tables themselves, as Markdown: what is kept, what is asked of WeChat, what people send us."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import digits
from typing import Any

from commands.filing.interfaces import interfaces_in_use
from commands.filing.written import WRITTEN
from models.personal_data import KEPT, tables_about_people
from services.policy_defaults import DEFAULTS
from wechat.templates import PURPOSE_FIELDS

# Fields of requests that carry personal data, as the API names them.
PERSONAL_FIELDS = {
    "name": "姓名", "names": "姓名", "wisher_name": "心愿人姓名", "guardian_name": "监护人姓名",
    "contact_phone": "联系电话", "guardian_phone": "监护人电话", "phone": "手机号",
    "companions": "同行人", "guardian": "监护人", "id_number": "身份证号", "birth_month": "出生年月",
}  # fmt: skip

# Their `name` is a post's, not a person's.
NAMING_THINGS = frozenset({"create_event", "change_event"})


def kept_table() -> str:
    """What is kept about people, one line a table of the database."""
    rows = []
    for name in tables_about_people():
        kept = KEPT[name]
        rows.append([kept.what, kept.why, _until(kept.until), "是" if kept.is_sensitive else "", f"`{name}`"])
    return _markdown(["保存什么", "用来做什么", "保存多久", "敏感信息", "数据表"], rows)


def interface_table() -> str:
    """WeChat's privacy interfaces in use: what must be declared in its console, no more and no less."""
    rows = [[one.information, one.why or "", f"`{one.name}`"] for one in interfaces_in_use()]
    return _markdown(["收集的信息", "用途（填在「为了」之后）", "接口"], rows)


def operation_table(document: dict[str, Any]) -> str:
    """Operations of the API whose request carries personal data, from its OpenAPI document."""
    rows = []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            fields = _personal_fields(operation, document)
            if fields:
                words = "、".join(PERSONAL_FIELDS[field] for field in fields)
                rows.append([f"`{operation['operationId']}`", f"`{method.upper()} {path}`", words])
    return _markdown(["操作", "地址", "提交的个人信息"], sorted(rows))


def template_table() -> str:
    """The message templates to apply for, field by field."""
    rows = [
        [f"`{purpose}`", "、".join(f"{words}（{field.rstrip(digits)}）" for field, words in fields.items())]
        for purpose, fields in PURPOSE_FIELDS.items()
    ]
    return _markdown(["用途", "字段（类型）"], rows)


def written_table() -> str:
    """What people write for others, and what the content check means for it (运营规范 5.18)."""
    return _markdown(["写什么", "谁看得到", "内容核查"], [[one.what, one.readers, one.treatment] for one in WRITTEN])


def _until(until: str) -> str:
    days = DEFAULTS.get(until)
    return until if days is None else f"{days} 天（`{until}`，可改）"


def _personal_fields(operation: dict[str, Any], document: dict[str, Any]) -> list[str]:
    content = operation.get("requestBody", {}).get("content", {})
    found: set[str] = set()
    for part in content.values():
        found |= _field_names(part.get("schema", {}), document["components"]["schemas"], frozenset())
    if operation["operationId"] in NAMING_THINGS:
        found.discard("name")
    return [field for field in PERSONAL_FIELDS if field in found]


def _field_names(schema: Any, schemas: dict[str, Any], seen: frozenset[str]) -> set[str]:
    """Names of all properties of a schema and of those it refers to."""
    if isinstance(schema, list):
        return set().union(*(_field_names(part, schemas, seen) for part in schema))
    if not isinstance(schema, dict):
        return set()
    found = set(schema.get("properties", {}))
    reference = str(schema.get("$ref", "")).rpartition("/")[2]
    if reference and reference not in seen:
        found |= _field_names(schemas.get(reference), schemas, seen | {reference})
    return found.union(*(_field_names(part, schemas, seen) for part in schema.values()))


def _markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
