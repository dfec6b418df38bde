"""Articles at the desk: written, reviewed by others, sent out, noted in the ledger."""

from __future__ import annotations

import io
import zipfile

import pytest

from models.appointments import Role
from models.articles import Article, ArticleStatus, Publication
from models.events import Event
from services import policies
from services.article_reviews import submit_article
from services.articles import ArticleText, write_article
from services.policy_defaults import DEFAULTS
from tests.event_cast import make_event
from tests.web.console.conftest import text_of
from wechat.outcomes import DraftOutcome

CHECKLIST = DEFAULTS["article.checklist"]
TEXT = {"title": "河道清洁", "body": "东坑村清理了河道。\r\n\r\n大家都来了。", "digest": ""}


@pytest.fixture
def officer(cast):
    """周委员 of the township, whose one review is enough here."""
    member = cast.member("周委员", cast.township)
    cast.appoint(member, Role.TOWNSHIP_OFFICER, cast.township)
    officer = cast.actor(member.person)
    policies.decide("article.reviews", 1, cast.township, by=officer, now=cast.now)
    return officer


@pytest.fixture
def submitted(desk_as, cast, officer):
    desk = desk_as(cast.li)
    desk.post("/articles/new", **TEXT)
    article = Article.get()
    desk.post(f"/articles/{article.id}/submission", version=1)
    return article


def approve(desk, article):
    return desk.post(f"/articles/{article.id}/review", version=1, decision="approve", checked=CHECKLIST)


def test_an_article_begins_with_what_is_known_of_an_event(desk_as, cast):
    event = make_event(cast)

    page = desk_as(cast.li).get(f"/articles/new?source=event&source_id={event.id}")

    assert "11月26日，东坑村在东坑村文化礼堂开展“河道清洁”志愿服务活动" in page.text


def test_a_title_that_is_too_long_for_an_article_stands_in_the_form_to_be_shortened(desk_as, cast):
    event = make_event(cast)
    Event.update(title="长" * 40).execute()
    desk = desk_as(cast.li)

    assert f'value="{"长" * 40}"' in desk.get(f"/articles/new?source=event&source_id={event.id}").text
    assert "最多 32 个字" in text_of(desk.post("/articles/new", **{**TEXT, "title": "长" * 40}))


def test_an_old_draft_that_is_too_long_is_opened_and_shortened(desk_as, cast):
    desk = desk_as(cast.li)
    desk.post("/articles/new", **TEXT)
    Article.update(title="长" * 40).execute()
    here = f"/articles/{Article.get().id}"

    assert f'value="{"长" * 40}"' in desk.get(f"{here}/edit").text
    assert "题目：最多 32 个字" in text_of(desk.post(f"{here}/submission", version=1))
    desk.post(f"{here}/edit", **TEXT, version=1)
    desk.post(f"{here}/submission", version=2)
    assert Article.get().status is ArticleStatus.IN_REVIEW


def test_it_is_on_the_reviewers_list_of_today_and_gone_once_read(desk_as, officer, submitted):
    desk = desk_as(officer)
    before = desk.reads("/")
    approve(desk, submitted)

    assert "稿件等您审核" in before
    assert "稿件等您审核" not in desk.reads("/")


def test_the_first_page_leads_to_the_first_article_that_one_may_review(desk_as, cast, officer):
    own = write_article(ArticleText("自己写的", "文"), cast.township, by=officer, now=cast.now)
    submit_article(own.id, version=1, by=officer, now=cast.now)
    others = [write_article(ArticleText(title, "文"), cast.dongkeng, by=cast.li, now=cast.now) for title in "甲乙"]
    for article in others:
        submit_article(article.id, version=1, by=cast.li, now=cast.now)
    assert f'href="/console/articles/{others[0].id}"' in desk_as(officer).get("/").text


def test_its_writer_is_not_asked_to_review_it(desk_as, cast, submitted):
    said = desk_as(cast.li).reads(f"/articles/{submitted.id}")

    assert "自己写过的要请别人来审" in said
    assert "通过" not in said.replace("已通过", "")


def test_what_is_missing_in_a_review_is_said_on_the_page(desk_as, officer, submitted):
    answer = desk_as(officer).post(f"/articles/{submitted.id}/review", version=1, decision="approve", checked=[])

    assert answer.status_code == 422
    assert "请逐项核对后再通过" in text_of(answer)


def test_the_second_of_two_editors_sees_both_texts(desk_as, cast, submitted):
    desk = desk_as(cast.li)
    desk.post(f"/articles/{submitted.id}/edit", **{**TEXT, "title": "河道更清"}, version=1)
    answer = desk.post(f"/articles/{submitted.id}/edit", **{**TEXT, "title": "河道真清"}, version=1)

    assert answer.status_code == 409
    assert "河道真清" in answer.text
    assert "现在是：河道更清" in text_of(answer)


def test_an_approved_article_goes_into_the_accounts_drafts(desk_as, cast, app, officer, submitted):
    class Account:
        def add_draft(self, *_):
            return DraftOutcome("media-1")

    app.extensions["official_account"] = Account()
    approve(desk_as(officer), submitted)
    said = text_of(desk_as(cast.li).post(f"/articles/{submitted.id}/draft"))

    assert "已放进公众号草稿箱" in said
    assert Article.get_by_id(submitted.id).status is ArticleStatus.IN_DRAFTS


def test_without_an_account_the_package_is_the_way(desk_as, cast, app, officer, submitted):
    app.extensions["official_account"] = None
    approve(desk_as(officer), submitted)
    desk = desk_as(cast.li)

    assert "下载发布包" in text_of(desk.post(f"/articles/{submitted.id}/draft"))
    package = desk.get(f"/articles/{submitted.id}/package")
    with zipfile.ZipFile(io.BytesIO(package.data)) as content:
        assert "大家都来了" in content.read("正文.html").decode()


def test_what_appeared_is_a_line_of_the_ledger(desk_as, cast, submitted):
    line = {"channel": "newspaper", "outlet": "青溪报", "title": "河道清洁", "published_on": "2026-11-20"}
    said = text_of(desk_as(cast.li).post("/publications", **line, article_id=submitted.id, link=""))

    assert "报刊 · 青溪报" in said
    assert Publication.get().article_id == submitted.id


def test_the_neighbour_meets_nothing_of_it(desk_as, cast, submitted):
    desk = desk_as(cast.sun)

    assert "河道清洁" not in desk.reads("/articles")
    assert desk.get(f"/articles/{submitted.id}").status_code == 404
    assert desk.post(f"/articles/{submitted.id}/submission", version=1).status_code == 404
