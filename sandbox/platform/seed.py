"""The population a deployment begins with, and the way back to it.

{"people": [{"name", "phone", "openid"?, "unionid"?, "roles"?, "grants"?: {template_id: n},
             "follows"?: true, "official_openid"?}],
 "templates"?: [{"template_id", "title", "fields": [{"key", "label", "values"?}]}],
 "pages"?: ["pages/home/index"]}
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from sandbox.platform import followers, grants, official_templates, people, released, templates
from sandbox.platform.ids import derived_id
from sandbox.platform.settings import Settings
from sandbox.platform.store import recall, remember

SEED = "seed"
EMPTYING = (
    "DELETE FROM people",
    "DELETE FROM codes",
    "DELETE FROM grants",
    "DELETE FROM outbox",
    "DELETE FROM quota",
    "DELETE FROM requests",
    "DELETE FROM pushes",
    "DELETE FROM followers",
    "DELETE FROM said",
    "DELETE FROM client_messages",
    "DELETE FROM qrcodes",
    "DELETE FROM parked",
    "DELETE FROM media_jobs",
    "DELETE FROM media_verdicts",
    "DELETE FROM materials",
    "DELETE FROM drafts",
)


def plant(db: sqlite3.Connection, settings: Settings, seed: dict[str, Any]) -> None:
    """Replace everybody and everything about them by the seed, and remember it."""
    remember(db, SEED, json.dumps(seed, ensure_ascii=False))
    replant(db, settings)


def replant(db: sqlite3.Connection, settings: Settings) -> None:
    """Back to the remembered seed; without one, to an empty WeChat."""
    seed = json.loads(recall(db, SEED) or "{}")
    for statement in EMPTYING:
        db.execute(statement)
    released.publish(db, seed.get("pages") or [])
    install_templates(db, settings)
    for each in seed.get("people") or []:
        openid = people.add(db, settings.mini.appid, _person(settings, each))
        for template_id, count in (each.get("grants") or {}).items():
            grants.add(db, openid, template_id, count)
        if each.get("follows"):
            row = followers.of_person(db, settings, openid, each.get("official_openid"))
            followers.follow(db, row["openid"], None, 0)


def install_templates(db: sqlite3.Connection, settings: Settings) -> None:
    """Those of the seed where it names any, else those of the environment."""
    official_templates.install(db, official_templates.of_purposes(settings.official_template_ids))
    given = json.loads(recall(db, SEED) or "{}").get("templates")
    if not given:
        templates.install(db, templates.of_purposes(settings.template_ids))
        return
    templates.install(db, [_template(each) for each in given])


def _person(settings: Settings, each: dict[str, Any]) -> people.Person:
    """No `unionid` in the seed: a made-up one. null: the person has none (apps not bound together)."""
    invented = derived_id("unionid", settings.mini.appid, each["name"], each["phone"])
    return people.Person(
        name=each["name"],
        phone=each["phone"],
        roles=tuple(each.get("roles") or ()),
        openid=each.get("openid"),
        unionid=each.get("unionid", invented),
    )


def _template(each: dict[str, Any]) -> templates.Template:
    fields = tuple(templates.Field(one["key"], one["label"], tuple(one.get("values") or ())) for one in each["fields"])
    return templates.Template(each["template_id"], each["title"], fields)
