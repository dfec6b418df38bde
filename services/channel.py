"""The way to people's WeChat: which app's accounts, and which template for each purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.notices import Purpose
from wechat.templates import Template, parse_templates


@dataclass(frozen=True, slots=True)
class Channel:
    """As the deployment's settings describe it. A purpose without a template stays in the inbox only.

    The mini-program's subscribe message is the first way; the Official Account's template message, which
    needs no consent but a follower, the second.
    """

    appid: str
    templates: Mapping[str, Template]
    official_appid: str = ""
    official_templates: Mapping[str, Template] = field(default_factory=dict)

    @property
    def appids(self) -> list[str]:
        """The apps whose accounts can be knocked at."""
        return [self.appid, self.official_appid] if self.official_templates else [self.appid]

    @property
    def template_ids(self) -> set[str]:
        """The templates that a person may allow."""
        return {template.id for template in self.templates.values()}

    def template_of(self, purpose: Purpose) -> Template | None:
        return self.templates.get(purpose.value)

    def official_template_of(self, purpose: Purpose) -> Template | None:
        return self.official_templates.get(purpose.value)


def channel_of(appid: str, templates: str, official_appid: str, official_templates: str) -> Channel:
    """Read the template settings of both accounts. Raises BadTemplateSetting."""
    official = parse_templates(official_templates) if official_appid else {}
    return Channel(appid, parse_templates(templates), official_appid, official)
