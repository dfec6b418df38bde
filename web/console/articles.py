"""Articles: written from what is known, read by three who did not write them, sent out (features O1, O2, O4)."""

from __future__ import annotations

from typing import Literal

from flask import current_app, url_for
from pydantic import Field

from models.appointments import Function
from models.articles import Article, ArticleSource, ArticleStatus
from services import article_drafts, article_reviews, article_sources, articles, organisations, policies
from services.articles import ArticleText
from services.errors import Unavailable
from services.task_files import File
from services.wording import slips_in
from web.console import words
from web.console.blueprint import console, current_actor
from web.console.choices import organisations_for
from web.console.files import attachment
from web.console.forms import EditForm, Form, Maybe, Typed, filled, submit
from web.console.page import Page, go, page
from web.console.queries import asked_id, asked_state
from web.console.tables import rows_of
from web.fields import Id
from web.lifecycle import utc_now


class ArticleForm(Form):
    title: str
    body: str
    digest: str = ""

    @property
    def text(self) -> ArticleText:
        body = self.body.replace("\r\n", "\n").strip()  # a browser's line ends
        return ArticleText(self.title.strip(), body, self.digest.strip())


class NewArticleForm(ArticleForm):
    organisation_id: Maybe[Id] = None
    source: Maybe[ArticleSource] = None
    source_id: Maybe[Id] = None

    @property
    def origin(self) -> tuple[ArticleSource, int] | None:
        return (self.source, self.source_id) if self.source and self.source_id else None


class ChangeForm(ArticleForm, EditForm):
    """What may be written anew, and the version that was read."""


class ReviewForm(EditForm):
    decision: Literal["approve", "send_back"]
    checked: list[str] = Field(default_factory=list)
    reason: str = ""


class SettleForm(Form):
    has_arrived: Literal["yes", "no"]


@console.get("/articles")
def list_articles() -> Page:
    """Articles of the organisations I write or review for."""
    query = articles.visible_articles(current_actor())
    status = asked_state("status", ArticleStatus)
    if status is not None:
        query = query.where(Article.status == status)
    sorts = {"title": Article.title, "changed": Article.changed_at}
    options = [(status.value, name) for status, (name, _) in words.ARTICLE_STATUSES.items()]
    return page("articles.html", rows=rows_of(query, sorts=sorts, default="-changed"), options=options)


@console.get("/articles/new")
def new_article() -> Page:
    """Begin an article, from an event, a Party day or a wish where the address names one."""
    source, source_id = asked_state("source", ArticleSource), asked_id("source_id")
    if source is None or source_id is None:
        return _writing(Typed())
    text, organisation = article_sources.text_about(source, source_id, to=current_actor(), now=utc_now())
    return _writing(
        filled(title=text.title, body=text.body, organisation_id=organisation.id, source=source, source_id=source_id)
    )


@console.post("/articles/new")
def write_article() -> Page:
    def act(form: NewArticleForm) -> Page:
        actor = current_actor()
        organisation = organisations.organisation_for(form.organisation_id, by=actor)
        article = articles.write_article(form.text, organisation, source=form.origin, by=actor, now=utc_now())
        return go("console.show_article", "已存成草稿；写好后请提交审核", article_id=article.id)

    return submit(NewArticleForm, act, again=_writing)


@console.get("/articles/<int:article_id>")
def show_article(article_id: int) -> Page:
    """One article: how it reads, who has said what, what comes next."""
    return _shown(articles.get_article(article_id, to=current_actor()), Typed())


@console.get("/articles/<int:article_id>/edit")
def edit_article(article_id: int) -> Page:
    article = articles.get_article(article_id, to=current_actor())
    return _writing(filled(title=article.title, digest=article.digest, body=article.body), article)


@console.post("/articles/<int:article_id>/edit")
def change_article(article_id: int) -> Page:
    article = articles.get_article(article_id, to=current_actor())

    def act(form: ChangeForm) -> Page:
        articles.change_article(article_id, form.text, version=form.version, by=current_actor(), now=utc_now())
        return go("console.show_article", "改好了；这一版要重新审核", article_id=article_id)

    return submit(ChangeForm, act, again=lambda typed: _writing(typed, article))


@console.post("/articles/<int:article_id>/submission")
def submit_article(article_id: int) -> Page:
    def act(form: EditForm) -> Page:
        article_reviews.submit_article(article_id, version=form.version, by=current_actor(), now=utc_now())
        return go("console.show_article", "已提交；审完会写进您的消息", article_id=article_id)

    return submit(EditForm, act, again=lambda typed: _again(article_id, typed))


@console.post("/articles/<int:article_id>/review")
def review_article(article_id: int) -> Page:
    """Approve or send back."""

    def act(form: ReviewForm) -> Page:
        article_reviews.review_article(
            article_id,
            version=form.version,
            approves=form.decision == "approve",
            checked=form.checked,
            reason=form.reason,
            by=current_actor(),
            now=utc_now(),
        )
        return go("console.show_article", "您的意见已记下", article_id=article_id)

    return submit(ReviewForm, act, again=lambda typed: _again(article_id, typed))


@console.post("/articles/<int:article_id>/draft")
def send_draft(article_id: int) -> Page:
    """Into the Official Account's drafts, where a person publishes it."""
    account = current_app.extensions.get("official_account")

    def act(_form: Form) -> Page:
        if account is None:
            raise Unavailable("no_account", "还没有接入公众号，请用“下载发布包”，按里面的说明粘贴")
        article = article_drafts.send_draft(article_id, account, by=current_actor(), now=utc_now())
        arrived = article.status is ArticleStatus.IN_DRAFTS
        said = "已放进公众号草稿箱，请在公众号后台预览后发布" if arrived else "微信没有回音，请到公众号草稿箱看看有没有"
        return go("console.show_article", said, article_id=article_id)

    return submit(Form, act, again=lambda typed: _again(article_id, typed))


@console.post("/articles/<int:article_id>/draft/settlement")
def settle_draft(article_id: int) -> Page:
    """Say whether an article whose sending broke off has arrived."""

    def act(form: SettleForm) -> Page:
        has_arrived = form.has_arrived == "yes"
        article_drafts.settle_draft(article_id, has_arrived=has_arrived, by=current_actor(), now=utc_now())
        return go("console.show_article", "记下了" if has_arrived else "可以再送一次", article_id=article_id)

    return submit(SettleForm, act, again=lambda typed: _again(article_id, typed))


@console.get("/articles/<int:article_id>/package")
def fetch_package(article_id: int) -> Page:
    """What is needed to publish it by hand."""
    content = article_drafts.copy_package(article_id, to=current_actor())
    return attachment(File(f"发布包{article_id}.zip", "application/zip", content))


def _writing(typed: Typed, article: Article | None = None) -> Page:
    here = url_for("console.change_article", article_id=article.id) if article else url_for("console.write_article")
    return page(
        "article_form.html",
        typed=typed,
        article=article,
        here=here,
        organisations=[] if article else organisations_for(current_actor(), Function.WRITE_ARTICLES),
        limits={"title": articles.TITLE_LENGTH, "digest": articles.DIGEST_LENGTH, "body": articles.BODY_LENGTH},
    )


def _again(article_id: int, typed: Typed) -> Page:
    return _shown(articles.get_article(article_id, to=current_actor()), typed)


def _shown(article: Article, typed: Typed) -> Page:
    actor, now = current_actor(), utc_now()
    reviews = article_reviews.reviews_of(article)
    return page(
        "article.html",
        article=article,
        typed=typed,
        reviews=reviews,
        needed=policies.value("article.reviews", article.organisation, now=now),
        checklist=[(item, item) for item in policies.value("article.checklist", article.organisation, now=now)],
        slips=slips_in(article.organisation, article.title, article.digest, article.body, now=now),
        versions=articles.versions_of(article),
        may_write=actor.may(Function.WRITE_ARTICLES, article.organisation),
        may_review=article.status is ArticleStatus.IN_REVIEW
        and article_reviews.may_review(article, by=actor)
        and all(review.reviewer_id != actor.person.id for review in reviews),
        source_name=words.ARTICLE_SOURCE_NAMES.get(article.source) if article.source else None,
    )
