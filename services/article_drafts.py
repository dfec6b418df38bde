"""Putting an approved article into the Official Account's drafts, where a person publishes it (features O1, O2).

The call to WeChat stands outside the units of work: first the article is marked as on its way, then WeChat is
asked, then the answer is noted. What breaks between leaves it on its way, and a person looks whether it arrived.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Protocol

from models.appointments import Function
from models.articles import Article, ArticleStatus
from models.unit_of_work import unit_of_work
from services import audit
from services.article_html import html_of
from services.articles import get_article, refuse_what_wechat_would
from services.covers import cover
from services.errors import Unavailable, WrongState
from services.permissions import Actor
from wechat.outcomes import DraftOutcome

README = """把“正文.html”用浏览器打开，全选、复制，粘贴到公众号后台的新图文里；封面用“封面.png”。
标题和摘要在“标题和摘要.txt”里。发布前请再看一遍预览。
"""


class Drafter(Protocol):
    """The part of the Official Account that takes drafts."""

    def add_draft(self, title: str, digest: str, html: str, cover: bytes) -> DraftOutcome: ...


def send_draft(article_id: int, account: Drafter, *, by: Actor, now: datetime.datetime) -> Article:
    """Put it into the account's drafts; asking again after it arrived changes nothing.

    Raises NotFound, NotAllowed, WrongState, Invalid (too long for WeChat), Unavailable (WeChat said no or could not be
    reached: nothing is there). When WeChat's answer got lost the article stays on its way: see `settle_draft`.
    """
    article = _start(article_id, by=by, now=now)
    if article.status is ArticleStatus.IN_DRAFTS:
        return article
    picture = cover(article.title, article.organisation.name)
    outcome = account.add_draft(article.title, article.digest, html_of(article.body), picture)
    if outcome.is_lost:
        return article
    sent = _finish(article, outcome.media_id or None, by=by, now=now)
    if not outcome.media_id:
        raise Unavailable("draft_refused", "公众号没有收下这篇稿件，可以改用“复制到公众号”", {"reason": outcome.reason})
    return sent


@unit_of_work
def settle_draft(article_id: int, *, has_arrived: bool, by: Actor, now: datetime.datetime) -> Article:
    """Say, after a look into the account's drafts, whether an article whose sending broke off is there."""
    article = get_article(article_id, to=by)
    by.require(Function.WRITE_ARTICLES, article.organisation)
    return _finish(article, "seen" if has_arrived else None, by=by, now=now)


def copy_package(article_id: int, *, to: Actor) -> bytes:
    """A zip to publish by hand, where the account lacks the right: text, cover, and how to (features O2).

    Raises NotFound, and WrongState before it is approved.
    """
    article = get_article(article_id, to=to)
    if article.status not in (ArticleStatus.APPROVED, ArticleStatus.SENDING, ArticleStatus.IN_DRAFTS):
        raise WrongState("not_approved", "审核通过以后才能对外发布，请先送审")
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("先看这里.txt", README)
        package.writestr("标题和摘要.txt", f"{article.title}\n\n{article.digest}\n")
        package.writestr("正文.html", f'<!doctype html><meta charset="utf-8">\n{html_of(article.body)}\n')
        package.writestr("封面.png", cover(article.title, article.organisation.name))
    return written.getvalue()


@unit_of_work
def _start(article_id: int, *, by: Actor, now: datetime.datetime) -> Article:
    article = get_article(article_id, to=by)
    seat = by.require(Function.WRITE_ARTICLES, article.organisation)
    refuse_what_wechat_would(article)
    moved = Article.update(status=ArticleStatus.SENDING).where(
        Article.id == article.id, Article.version == article.version, Article.status == ArticleStatus.APPROVED
    )
    if moved.execute() != 1 and article.status is not ArticleStatus.IN_DRAFTS:
        raise WrongState()
    audit.record(
        "send_draft", "article", article.id, by=by, seat=seat, now=now, organisation_id=article.organisation_id,
        after={"version": article.version},
    )  # fmt: skip
    return get_article(article_id, to=by)


@unit_of_work
def _finish(article: Article, media_id: str | None, *, by: Actor, now: datetime.datetime) -> Article:
    """Note what became of it: there under that id, or (None) not there and approved as before."""
    status = ArticleStatus.APPROVED if media_id is None else ArticleStatus.IN_DRAFTS
    settled = Article.update(status=status, media_id=media_id or "").where(
        Article.id == article.id, Article.status == ArticleStatus.SENDING
    )
    if settled.execute() != 1:
        raise WrongState()
    audit.record(
        "settle_draft", "article", article.id, by=by, now=now, organisation_id=article.organisation_id,
        after={"status": status},
    )  # fmt: skip
    return get_article(article.id, to=by)
