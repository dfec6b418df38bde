"""Articles: who sees which, writing and changing them. Their reviews stand in services.article_reviews."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass

import peewee

from models.appointments import Function
from models.articles import Article, ArticleReview, ArticleSource, ArticleStatus, ArticleVersion
from models.organisations import Organisation
from models.people import Person
from models.unit_of_work import unit_of_work
from services import audit
from services.article_html import html_of
from services.errors import ChangedMeanwhile, Invalid, NotFound
from services.permissions import Actor, Seat, within

FUNCTIONS = (Function.WRITE_ARTICLES, Function.REVIEW_ARTICLES)
TITLE_LENGTH, DIGEST_LENGTH = 32, 120  # what WeChat's draft_add takes; the columns keep what was written before
BODY_LENGTH, HTML_LENGTH = 15_000, 20_000  # MySQL keeps 64 KB; WeChat's 20,000 count the markup of paragraphs, too


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What its writer says; checked here because the columns of SQLite take any length."""

    title: str
    body: str
    digest: str = ""

    def __post_init__(self) -> None:
        limits = {"title": TITLE_LENGTH, "body": BODY_LENGTH, "digest": DIGEST_LENGTH}
        wrong = {name: f"最多 {most} 个字" for name, most in limits.items() if len(getattr(self, name)) > most}
        if "body" not in wrong and len(html_of(self.body)) >= HTML_LENGTH:
            wrong["body"] = "连同分段，公众号放不下这么长的正文；请删短一些，或者少分几段"
        wrong |= {name: "请填写" for name in ("title", "body") if not getattr(self, name).strip()}
        if wrong:
            raise Invalid(fields=wrong)


def refuse_what_wechat_would(article: Article) -> None:
    """Raise Invalid for an article of earlier times that is too long, before anybody reads it for nothing."""
    try:
        ArticleText(article.title, article.body, article.digest)
    except Invalid as error:
        names = {"title": "题目", "body": "正文", "digest": "摘要"}
        said = "；".join(f"{names[name]}：{what}" for name, what in error.fields.items())
        raise Invalid("article_too_long", f"公众号收不下，请点“修改”改短后再提交审核。{said}", error.fields) from error


def visible_articles(to: Actor) -> peewee.ModelSelect[Article]:
    """Articles of the organisations for which this person writes or reviews."""
    seen = within(to.paths_for(*FUNCTIONS))
    return (
        Article.select(Article, Organisation, Person)
        .join(Organisation)
        .switch(Article)
        .join(Person, on=(Article.author == Person.id))
        .where(seen)
    )


def list_articles(
    *, to: Actor, status: ArticleStatus | None = None, before_id: int | None = None, limit: int = 20
) -> list[Article]:
    """Visible articles, newest first; `before_id` continues after the last one seen."""
    query = visible_articles(to)
    if status is not None:
        query = query.where(Article.status == status)
    if before_id is not None:
        query = query.where(Article.id < before_id)
    return list(query.order_by(Article.id.desc()).limit(limit))


def get_article(article_id: int, *, to: Actor) -> Article:
    """One article; raises NotFound."""
    article: Article | None = visible_articles(to).where(Article.id == article_id).get_or_none()
    if article is None:
        raise NotFound()
    return article


def waiting_for_review(*, by: Actor) -> list[int]:
    """The ids of what waits for this person's review, longest first: not read by them, none of it written by them."""
    read = ArticleReview.select().where(
        ArticleReview.article == Article.id,
        ArticleReview.version == Article.version,
        ArticleReview.reviewer == by.person.id,
    )
    wrote = ArticleVersion.select().where(ArticleVersion.article == Article.id, ArticleVersion.writer == by.person.id)
    waiting = (
        Article.select(Article.id)
        .join(Organisation)
        .where(
            within(by.paths_for(Function.REVIEW_ARTICLES)),
            Article.status == ArticleStatus.IN_REVIEW,
            ~peewee.fn.EXISTS(read),
            ~peewee.fn.EXISTS(wrote),
        )
        .order_by(Article.changed_at, Article.id)
    )
    return [article.id for article in waiting]


def versions_of(article: Article) -> list[ArticleVersion]:
    """What it has read so far, the latest first."""
    rows = ArticleVersion.select(ArticleVersion, Person).join(Person).where(ArticleVersion.article == article.id)
    return list(rows.order_by(ArticleVersion.number.desc()))


@unit_of_work
def write_article(
    text: ArticleText,
    organisation: Organisation,
    *,
    source: tuple[ArticleSource, int] | None = None,
    by: Actor,
    now: datetime.datetime,
) -> Article:
    """Begin an article; raises NotAllowed. `source` names the event, Party day or wish it tells of."""
    seat = by.require(Function.WRITE_ARTICLES, organisation)
    kind, source_id = source or (None, None)
    article: Article = Article.create(
        organisation=organisation, author=by.person, source=kind, source_id=source_id,
        created_at=now, changed_at=now, **asdict(text),
    )  # fmt: skip
    _keep_version(article, 1, text, by=by, now=now)
    _record("write_article", article, by=by, seat=seat, now=now)
    return article


@unit_of_work
def change_article(article_id: int, text: ArticleText, *, version: int, by: Actor, now: datetime.datetime) -> Article:
    """Rewrite the version one has read; the reviews begin anew. Raises NotFound, NotAllowed, ChangedMeanwhile.

    A draft that lies at WeChat stays there as it was: the article needs a new one once it is approved again.
    """
    article = get_article(article_id, to=by)
    seat = by.require(Function.WRITE_ARTICLES, article.organisation)
    changed = Article.update(
        status=ArticleStatus.DRAFT, version=version + 1, media_id="", changed_at=now, **asdict(text)
    ).where(Article.id == article.id, Article.version == version, Article.status != ArticleStatus.SENDING)
    if changed.execute() != 1:
        raise ChangedMeanwhile()
    _keep_version(article, version + 1, text, by=by, now=now)
    _record("change_article", article, by=by, seat=seat, now=now, before={"version": version, "status": article.status})
    return get_article(article_id, to=by)


def _keep_version(article: Article, number: int, text: ArticleText, *, by: Actor, now: datetime.datetime) -> None:
    ArticleVersion.create(article=article, number=number, writer=by.person, written_at=now, **asdict(text))


def _record(
    action: str,
    article: Article,
    *,
    by: Actor,
    seat: Seat,
    now: datetime.datetime,
    before: dict[str, object] | None = None,
) -> None:
    audit.record(
        action, "article", article.id, by=by, seat=seat, now=now, organisation_id=article.organisation_id, before=before
    )
