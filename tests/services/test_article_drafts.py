"""From an approved article to the account's drafts, and to a package to publish by hand."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from models.articles import Article, ArticleStatus
from services.article_drafts import copy_package, send_draft, settle_draft
from services.article_html import html_of
from services.articles import ArticleText, write_article
from services.covers import SIZE, cover
from services.errors import Invalid, Unavailable, WrongState
from wechat.outcomes import DraftOutcome


class Account:
    """Takes drafts as told."""

    def __init__(self, outcome):
        self.outcome, self.taken = outcome, []

    def add_draft(self, title, digest, html, cover):
        self.taken.append((title, html))
        return self.outcome


@pytest.fixture
def approved(cast):
    article = write_article(ArticleText("河道清洁", "一<b>二\n三\n\n四"), cast.dongkeng, by=cast.li, now=cast.now)
    Article.update(status=ArticleStatus.APPROVED).execute()
    return article


def test_it_arrives_once_however_often_it_is_sent(approved, cast):
    account = Account(DraftOutcome("media-1"))
    for _ in range(2):
        sent = send_draft(approved.id, account, by=cast.li, now=cast.now)

    assert (sent.status, sent.media_id) == (ArticleStatus.IN_DRAFTS, "media-1")
    assert len(account.taken) == 1


def test_what_wechat_refuses_is_approved_as_before(approved, cast):
    with pytest.raises(Unavailable):
        send_draft(approved.id, Account(DraftOutcome(reason="api_not_allowed")), by=cast.li, now=cast.now)

    assert Article.get_by_id(approved.id).status is ArticleStatus.APPROVED


@pytest.mark.parametrize(("has_arrived", "status"), [(True, ArticleStatus.IN_DRAFTS), (False, ArticleStatus.APPROVED)])
def test_when_the_answer_is_lost_a_person_looks(approved, cast, has_arrived, status):
    lost = send_draft(approved.id, Account(DraftOutcome(is_lost=True)), by=cast.li, now=cast.now)
    settled = settle_draft(approved.id, has_arrived=has_arrived, by=cast.li, now=cast.now)

    assert lost.status is ArticleStatus.SENDING
    assert settled.status is status


def test_one_that_was_approved_too_long_says_what_to_do_and_stays_approved(approved, cast):
    Article.update(title="长" * 40).execute()
    account = Account(DraftOutcome("media-1"))
    with pytest.raises(Invalid) as refused:
        send_draft(approved.id, account, by=cast.li, now=cast.now)

    assert "题目：最多 32 个字" in refused.value.message
    assert account.taken == []
    assert Article.get().status is ArticleStatus.APPROVED


def test_only_what_was_approved_leaves_the_house(cast):
    article = write_article(ArticleText("题", "字"), cast.dongkeng, by=cast.li, now=cast.now)

    with pytest.raises(WrongState):
        send_draft(article.id, Account(DraftOutcome("media-1")), by=cast.li, now=cast.now)
    with pytest.raises(WrongState):
        copy_package(article.id, to=cast.li)


def test_the_package_holds_text_and_cover(approved, cast):
    with zipfile.ZipFile(io.BytesIO(copy_package(approved.id, to=cast.li))) as package:
        assert set(package.namelist()) == {"先看这里.txt", "标题和摘要.txt", "正文.html", "封面.png"}
        assert "河道清洁" in package.read("标题和摘要.txt").decode()


def test_markup_in_the_text_is_text(approved):
    html = html_of(approved.body)

    assert "一&lt;b&gt;二<br>三" in html
    assert html.count("<p ") == 2


@pytest.mark.parametrize("title", ["短", "云岭镇三色党建联盟" * 7, "𠮷" * 64])
def test_a_cover_has_the_size_that_wechat_shows(title):
    with Image.open(io.BytesIO(cover(title, "云岭镇东坑村党支部"))) as image:
        assert image.size == SIZE
