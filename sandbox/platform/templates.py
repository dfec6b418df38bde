"""Templates of subscribe messages."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from sandbox.platform import values
from sandbox.platform.errors import ApiError


@dataclass(frozen=True)
class Field:
    key: str
    label: str
    values: tuple[str, ...] = ()  # of an enum

    def accepts(self, value: object) -> bool:
        return values.accepts(self.key, value, self.values)


@dataclass(frozen=True)
class Template:
    template_id: str
    title: str
    fields: tuple[Field, ...]


# What each purpose of the app was given when it chose its templates: default id, title, fields.
CATALOGUE = {
    "wish_update": ("tpl-wish-update", "微心愿进展提醒", {"thing1": "心愿", "phrase2": "状态", "thing3": "说明"}),
    "event_update": ("tpl-event-update", "志愿活动提醒", {"thing1": "活动", "time2": "时间", "thing3": "说明"}),
    "party_day": ("tpl-party-day", "主题党日提醒", {"thing1": "主题", "time2": "时间", "thing3": "地点"}),
    "notice": ("tpl-notice", "通知提醒", {"thing1": "标题", "thing2": "内容", "time3": "时间"}),
}


def of_purposes(template_ids: Mapping[str, str]) -> list[Template]:
    """The catalogue under the ids of the environment; a purpose unknown here looks like a notice."""
    chosen = {purpose: template_id for purpose, (template_id, _, _) in CATALOGUE.items()} | dict(template_ids)
    made = []
    for purpose, template_id in chosen.items():
        _, title, labels = CATALOGUE.get(purpose, CATALOGUE["notice"])
        fields = tuple(Field(key, label) for key, label in labels.items())
        made.append(Template(template_id, title, fields))
    return made


def install(db: sqlite3.Connection, templates: Iterable[Template]) -> None:
    """These and no others."""
    db.execute("DELETE FROM templates")
    db.executemany(
        "INSERT OR REPLACE INTO templates (template_id, title, fields) VALUES (?, ?, ?)",
        [(each.template_id, each.title, json.dumps([asdict(f) for f in each.fields])) for each in templates],
    )


def find(db: sqlite3.Connection, template_id: str) -> Template:
    row = db.execute("SELECT * FROM templates WHERE template_id = ?", (template_id,)).fetchone()
    if row is None:
        raise ApiError(40037)
    return _read(row)


def every(db: sqlite3.Connection) -> dict[str, Template]:
    return {row["template_id"]: _read(row) for row in db.execute("SELECT * FROM templates")}


def _read(row: sqlite3.Row) -> Template:
    fields = tuple(Field(each["key"], each["label"], tuple(each["values"])) for each in json.loads(row["fields"]))
    return Template(row["template_id"], row["title"], fields)
