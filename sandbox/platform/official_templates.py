"""Templates of the Official Account, and how their messages look on a phone."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sandbox.platform.errors import ApiError
from sandbox.platform.templates import CATALOGUE, Field, Template

SHOWN = 20  # WeChat: characters of a field; the rest is cut off without a word
UNSHOWN = ("first", "remark")  # WeChat: since 2023 neither is shown
EMOJI = re.compile("[\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]")


def of_purposes(template_ids: Mapping[str, str]) -> list[Template]:
    """The catalogue of subscribe messages under ids of its own."""
    made = []
    for purpose, (template_id, title, labels) in CATALOGUE.items():
        fields = tuple(Field(key, label) for key, label in labels.items())
        made.append(Template(template_ids.get(purpose, template_id.replace("tpl-", "oa-")), title, fields))
    return made


def install(db: sqlite3.Connection, templates: list[Template]) -> None:
    db.execute("DELETE FROM official_templates")
    db.executemany(
        "INSERT INTO official_templates (template_id, title, fields) VALUES (?, ?, ?)",
        [(each.template_id, each.title, json.dumps([asdict(f) for f in each.fields])) for each in templates],
    )


def find(db: sqlite3.Connection, template_id: str) -> Template:
    row = db.execute("SELECT * FROM official_templates WHERE template_id = ?", (template_id,)).fetchone()
    if row is None:
        raise ApiError(40037)
    return _read(row)


def every(db: sqlite3.Connection) -> dict[str, Template]:
    return {row["template_id"]: _read(row) for row in db.execute("SELECT * FROM official_templates")}


def as_displayed(data: Any) -> dict[str, Any]:
    """What of a message's data the phone shows."""
    if not isinstance(data, dict):
        return {}
    return {key: _shown(item) for key, item in data.items() if key not in UNSHOWN}


def _shown(item: Any) -> dict[str, str]:
    value = item.get("value") if isinstance(item, dict) else item
    return {"value": EMOJI.sub("", "" if value is None else str(value))[:SHOWN]}


def _read(row: sqlite3.Row) -> Template:
    fields = tuple(Field(each["key"], each["label"], tuple(each["values"])) for each in json.loads(row["fields"]))
    return Template(row["template_id"], row["title"], fields)
