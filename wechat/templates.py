"""Message templates: which purposes we send for, their fields, and the deployment's own templates for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wechat.template_rules import CLEANERS, Value

# What each purpose says, by the names that we use for its fields.
PURPOSE_FIELDS: dict[str, dict[str, str]] = {
    "wish_update": {"thing1": "心愿", "phrase2": "状态", "thing3": "说明"},
    "event_update": {"thing1": "活动", "time2": "时间", "thing3": "说明"},
    "party_day": {"thing1": "主题", "time2": "时间", "thing3": "地点"},
    "notice": {"thing1": "标题", "thing2": "内容", "time3": "时间"},
}


KEY = re.compile(r"([a-z_]+)[0-9]{1,3}")
# What a value of ours fits into whatever it is: a status or an instant is also a short text.
FITS = {"thing": {"thing"}, "phrase": {"phrase", "thing"}, "time": {"time", "date", "thing"}}


@dataclass(frozen=True, slots=True)
class Template:
    """A template as the account has it. `keys` are its fields' in the order of PURPOSE_FIELDS: WeChat takes the number
    in a key from its library, so that hardly two accounts have the same."""

    id: str
    keys: tuple[str, ...]

    def named(self, values: Mapping[str, str]) -> dict[str, str]:
        """What `values_for` answers, under this template's own keys."""
        return dict(zip(self.keys, values.values(), strict=True))


class BadTemplateValue(Exception):
    """WeChat would refuse the message because of `field`. The value, perhaps private, is not told."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field)


class BadTemplateSetting(ValueError):
    """The setting of templates cannot be read; the message says which part."""


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
    """`template_values` for exactly the fields of a purpose, in their order; raises BadTemplateValue also for one too
    many or few."""
    for field in sorted(PURPOSE_FIELDS[purpose].keys() ^ fields.keys()):
        raise BadTemplateValue(field)
    return template_values({field: fields[field] for field in PURPOSE_FIELDS[purpose]})


def parse_templates(setting: str) -> dict[str, Template]:
    """Read `purpose:template_id:key/key/key,purpose:template_id`. A purpose left out stays in the inbox only.

    The keys are those that WeChat shows for the template (thing4/thing7/time2), in the order of PURPOSE_FIELDS;
    without them they are PURPOSE_FIELDS' own. Raises BadTemplateSetting for an unknown or repeated purpose, a missing
    id, and keys that are too many, too few or of a kind that our values do not fit.
    """
    templates: dict[str, Template] = {}
    for part in filter(None, map(str.strip, setting.split(","))):
        purpose, template_id, *named = (word.strip() for word in (*part.split(":"), "")[:3])
        if purpose not in PURPOSE_FIELDS or purpose in templates or not template_id or part.count(":") > 2:
            raise BadTemplateSetting(f"{part!r} is not one of {', '.join(PURPOSE_FIELDS)} with a template id")
        ours = tuple(PURPOSE_FIELDS[purpose])
        keys = tuple(named[0].split("/")) if named[0] else ours
        if len(set(keys)) != len(ours) or not all(map(_fits, keys, ours)):
            raise BadTemplateSetting(f"{part!r} needs keys for {'/'.join(ours)}, in this order and of these kinds")
        templates[purpose] = Template(template_id, keys)
    return templates


def _fits(key: str, ours: str) -> bool:
    kind = KEY.fullmatch(key)
    return kind is not None and kind[1] in FITS[ours.rstrip("0123456789")]
