"""Articles on the first page."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from flask import url_for

from services import articles
from services.permissions import Actor
from web.console.to_do import Item


def waiting_articles(actor: Actor, _now: datetime.datetime) -> Iterator[Item]:
    """Articles that somebody else wrote and that I have not read yet."""
    if waiting := articles.waiting_for_review(by=actor):
        yield Item("稿件等您审核", len(waiting), url_for("console.show_article", article_id=waiting[0]), "去审核")
