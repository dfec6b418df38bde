"""The way to people's WeChat: which app's accounts, and which template for each purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.notices import Purpose


@dataclass(frozen=True, slots=True)
class Channel:
    """As the deployment's settings describe it. A purpose without a template stays in the inbox only."""

    appid: str
    templates: Mapping[str, str]

    def template_of(self, purpose: Purpose) -> str | None:
        return self.templates.get(purpose.value)
