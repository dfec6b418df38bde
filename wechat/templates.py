"""Message templates: which purposes we send for, their fields, and the deployment's template ids."""

from __future__ import annotations

from collections.abc import Mapping

from wechat.template_rules import CLEANERS, Value

# The templates that a deployment applies for at WeChat, field by field, in this order.
PURPOSE_FIELDS: dict[str, dict[str, str]] = {
    "wish_update": {"thing1": "心愿", "phrase2": "状态", "thing3": "说明"},
    "event_update": {"thing1": "活动", "time2": "时间", "thing3": "说明"},
    "party_day": {"thing1": "主题", "time2": "时间", "thing3": "地点"},
    "notice": {"thing1": "标题", "thing2": "内容", "time3": "时间"},
}


class BadTemplateValue(Exception):
    """WeChat would refuse the message because of `field`. The value, perhaps private, is not told."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field)


class BadTemplateSetting(ValueError):
    """The setting of template ids cannot be read; the message says which part."""


def template_values(fields: Mapping[str, Value]) -> dict[str, str]:
    """The values as WeChat takes them: emoji gone, long words shortened, instants in Chinese local time.

    A field's name is its type and a number: thing1, time2. Raises BadTemplateValue for the first
    value that cannot be made fit; numbers and dates are never shortened.
    """
    return {field: _cleaned(field, value) for field, value in fields.items()}


def _cleaned(field: str, value: Value) -> str:
    clean = CLEANERS.get(field.rstrip("0123456789"))
    cleaned = clean(value) if clean else None
    if cleaned is None:
        raise BadTemplateValue(field)
    return cleaned


def values_for(purpose: str, fields: Mapping[str, Value]) -> dict[str, str]:
    """`template_values` for exactly the fields of a purpose; raises BadTemplateValue also for one too many or few."""
    for field in sorted(PURPOSE_FIELDS[purpose].keys() ^ fields.keys()):
        raise BadTemplateValue(field)
    return template_values(fields)


def parse_template_ids(setting: str) -> dict[str, str]:
    """Read `purpose:template_id,purpose:template_id`. A purpose left out stays in the inbox only.

    Raises BadTemplateSetting for an unknown purpose, a repeated one, or a missing id.
    """
    ids: dict[str, str] = {}
    for part in filter(None, map(str.strip, setting.split(","))):
        purpose, _, template_id = (word.strip() for word in part.partition(":"))
        if purpose not in PURPOSE_FIELDS or purpose in ids or not template_id:
            raise BadTemplateSetting(f"{part!r} is not one of {', '.join(PURPOSE_FIELDS)} with a template id")
        ids[purpose] = template_id
    return ids
