"""Naming an organisation on the command line."""

from __future__ import annotations

import click

from models.organisations import Organisation


def find_organisation(text: str) -> Organisation:
    """The organisation of that number, path of names (青溪县/云岭镇/东坑村) or name, if there is only one."""
    found = _by_path(text.split("/")) if "/" in text else _by_number_or_name(text)
    if not found:
        raise click.BadParameter(f"没有「{text}」这个组织；flask organisations list 列出全部")
    if len(found) > 1:
        listed = "、".join(f"{one.id}（{full_name(one)}）" for one in found)
        raise click.BadParameter(f"有几个组织叫「{text}」，请用编号：{listed}")
    return found[0]


def full_name(organisation: Organisation) -> str:
    """Its names from the root, as in 青溪县/云岭镇/东坑村."""
    names = {row.id: row.name for row in Organisation.select().where(Organisation.id.in_(organisation.ancestor_ids()))}
    return "/".join(names[each] for each in organisation.ancestor_ids())


def _by_number_or_name(text: str) -> list[Organisation]:
    condition = Organisation.id == int(text) if text.isdecimal() else Organisation.name == text
    return list(Organisation.select().where(condition, Organisation.closed_at.is_null()).order_by(Organisation.id))


def _by_path(names: list[str]) -> list[Organisation]:
    place: Organisation | None = None
    for name in filter(None, names):
        place = Organisation.get_or_none(
            Organisation.parent == (place.id if place else None), Organisation.name == name
        )
        if place is None:
            return []
    return [place] if place else []
