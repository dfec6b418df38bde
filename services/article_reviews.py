"""三审: an article leaves the house once enough people have read it who did not write it (features O4)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from models.appointments import Function
from models.articles import Article, ArticleReview, ArticleStatus, ArticleVersion
from models.notices import Purpose
from models.people import Person
from models.unit_of_work import unit_of_work
from services import audit, messages, policies
from services.articles import get_article, refuse_what_wechat_would
from services.errors import ChangedMeanwhile, Conflict, Invalid, NotAllowed, WrongState
from services.messages import Message
from services.permissions import Actor


class ReadAlready(Conflict):
    code = "reviewed_already"
    message = "这一版您已经审过了，请等其他人审"


@unit_of_work
def submit_article(article_id: int, *, version: int, by: Actor, now: datetime.datetime) -> Article:
    """Ask for reviews of the version one has read; those who answer for the organisation are told.

    Raises NotFound, NotAllowed, ChangedMeanwhile, WrongState (sent back, and not changed since), Invalid (too long).
    """
    article = get_article(article_id, to=by)
    seat = by.require(Function.WRITE_ARTICLES, article.organisation)
    if any(not review.is_approval for review in reviews_of(article)):
        raise WrongState("not_changed_yet", "这一版已经退回，请按意见修改后再提交")
    refuse_what_wechat_would(article)
    moved = Article.update(status=ArticleStatus.IN_REVIEW).where(
        Article.id == article.id, Article.version == version, Article.status == ArticleStatus.DRAFT
    )
    if moved.execute() != 1:
        if article.status is ArticleStatus.IN_REVIEW and article.version == version:
            return article
        raise ChangedMeanwhile()
    audit.record(
        "submit_article", "article", article.id, by=by, seat=seat, now=now,
        organisation_id=article.organisation_id, after={"version": version},
    )  # fmt: skip
    others = [each for each in messages.secretaries_of(article.organisation, now=now) if each != by.person.id]
    messages.queue(_message("有稿件等您审核", article), others, now=now)
    return get_article(article_id, to=by)


@unit_of_work
def review_article(
    article_id: int,
    *,
    version: int,
    approves: bool,
    checked: Iterable[str] = (),
    reason: str = "",
    by: Actor,
    now: datetime.datetime,
) -> Article:
    """Approve or send back the version one has read; with the last approval it may leave the house.

    An approval ticks every item of the policy `article.checklist`. Raises NotFound, NotAllowed, Invalid,
    WrongState, ReadAlready. Two who approve at once are told apart by the unique key of the stage.
    """
    article = get_article(article_id, to=by)
    seat = by.require(Function.REVIEW_ARTICLES, article.organisation)
    _refuse_unfit(article, version, approves, set(checked), reason, by=by, now=now)
    stage = sum(review.is_approval for review in reviews_of(article)) + 1
    ArticleReview.create(
        article=article, version=version, reviewer=by.person, stage=stage if approves else None,
        reason=reason, reviewed_at=now,
    )  # fmt: skip
    needed = policies.value("article.reviews", article.organisation, now=now)
    status = _status_after(approves, stage, needed)
    moved = Article.update(status=status).where(
        Article.id == article.id, Article.version == version, Article.status == ArticleStatus.IN_REVIEW
    )
    if moved.execute() != 1:
        raise ChangedMeanwhile()
    audit.record(
        "review_article", "article", article.id, by=by, seat=seat, now=now, organisation_id=article.organisation_id,
        after={"version": version, "status": status}, reason=reason,
    )  # fmt: skip
    if status is not ArticleStatus.IN_REVIEW:
        title = "稿件已通过审核" if approves else "稿件被退回，请看意见"
        messages.queue(_message(title, article, reason), [article.author_id], now=now)
    return get_article(article_id, to=by)


def reviews_of(article: Article) -> list[ArticleReview]:
    """What has been said of the present version, in the order it was said."""
    rows = ArticleReview.select(ArticleReview, Person).join(Person)
    present = rows.where(ArticleReview.article == article.id, ArticleReview.version == article.version)
    return list(present.order_by(ArticleReview.id))


def may_review(article: Article, *, by: Actor) -> bool:
    """Whether this person's word counts: they have the function, and have written none of it."""
    return by.may(Function.REVIEW_ARTICLES, article.organisation) and by.person.id not in _writers(article)


def _writers(article: Article) -> set[int]:
    """Whoever wrote any version: a correction does not make its reviewer of what it left standing."""
    return {row.writer_id for row in ArticleVersion.select().where(ArticleVersion.article == article.id)}


def _refuse_unfit(
    article: Article,
    version: int,
    approves: bool,
    checked: set[str],
    reason: str,
    *,
    by: Actor,
    now: datetime.datetime,
) -> None:
    if not may_review(article, by=by):
        raise NotAllowed("own_article", "自己写过的稿件要请别人来审")
    if article.version != version:
        raise ChangedMeanwhile()
    if any(review.reviewer_id == by.person.id for review in reviews_of(article)):
        raise ReadAlready()
    if article.status is not ArticleStatus.IN_REVIEW:
        raise WrongState()
    if not approves and not reason.strip():
        raise Invalid(fields={"reason": "请写明要改什么"})
    unticked = set(policies.value("article.checklist", article.organisation, now=now)) - checked
    if approves and unticked:
        raise Invalid("not_checked", "请逐项核对后再通过", {"checked": "还有没核对的项目"})


def _status_after(approves: bool, stage: int, needed: int) -> ArticleStatus:
    if not approves:
        return ArticleStatus.DRAFT
    return ArticleStatus.APPROVED if stage >= needed else ArticleStatus.IN_REVIEW


def _message(title: str, article: Article, reason: str = "") -> Message:
    said = f"《{article.title}》" + (f"：{reason}" if reason else "")
    return Message(Purpose.NOTICE, title, said)
