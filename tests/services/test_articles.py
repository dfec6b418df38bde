"""Articles and their reviews: nobody reviews what they wrote, and a change begins anew."""

from __future__ import annotations

import pytest

from models.appointments import Role
from models.articles import Article, ArticleStatus, ArticleVersion
from services import article_reviews, articles, policies
from services.article_reviews import ReadAlready, review_article, submit_article
from services.articles import ArticleText, change_article, write_article
from services.errors import ChangedMeanwhile, Invalid, NotAllowed, NotFound, WrongState
from services.policy_defaults import DEFAULTS
from tests.races import at_once

CHECKLIST = DEFAULTS["article.checklist"]
TEXT = ArticleText("河道清洁进行时", "东坑村二十名志愿者清理了河道。", "一个上午")


@pytest.fixture
def reviewers(cast):
    """Three officers of the township, none of whom wrote anything."""
    made = []
    for name in ("周委员", "吴委员", "郑委员"):
        officer = cast.member(name, cast.township)
        cast.appoint(officer, Role.TOWNSHIP_OFFICER, cast.township)
        made.append(cast.actor(officer.person))
    return made


@pytest.fixture
def written(cast):
    return write_article(TEXT, cast.dongkeng, by=cast.li, now=cast.now)


@pytest.fixture
def submitted(written, cast):
    return submit_article(written.id, version=1, by=cast.li, now=cast.now)


def approve(article, reviewer, cast, version=1):
    return review_article(article.id, version=version, approves=True, checked=CHECKLIST, by=reviewer, now=cast.now)


def test_three_people_who_did_not_write_it_approve_it(submitted, reviewers, cast):
    states = [approve(submitted, reviewer, cast).status for reviewer in reviewers]

    assert states == [ArticleStatus.IN_REVIEW, ArticleStatus.IN_REVIEW, ArticleStatus.APPROVED]


def test_how_many_read_it_is_a_policy(submitted, reviewers, cast):
    policies.decide("article.reviews", 1, cast.township, by=reviewers[0], now=cast.now)

    assert approve(submitted, reviewers[0], cast).status is ArticleStatus.APPROVED


def test_the_writer_cannot_review(submitted, cast):
    with pytest.raises(NotAllowed):
        approve(submitted, cast.li, cast)


def test_whoever_corrected_it_cannot_review_it(written, reviewers, cast):
    change_article(written.id, TEXT, version=1, by=reviewers[0], now=cast.now)
    submit_article(written.id, version=2, by=cast.li, now=cast.now)

    with pytest.raises(NotAllowed):
        approve(written, reviewers[0], cast, version=2)


def test_nobody_counts_twice(submitted, reviewers, cast):
    approve(submitted, reviewers[0], cast)

    with pytest.raises(ReadAlready):
        approve(submitted, reviewers[0], cast)


def test_an_approval_ticks_every_item(submitted, reviewers, cast):
    with pytest.raises(Invalid) as refused:
        review_article(submitted.id, version=1, approves=True, checked=CHECKLIST[1:], by=reviewers[0], now=cast.now)

    assert refused.value.code == "not_checked"


def test_sending_back_needs_a_reason_and_tells_the_writer(submitted, reviewers, cast, inbox_of):
    with pytest.raises(Invalid):
        review_article(submitted.id, version=1, approves=False, by=reviewers[0], now=cast.now)
    sent_back = review_article(
        submitted.id, version=1, approves=False, reason="请核对日期", by=reviewers[0], now=cast.now
    )

    assert sent_back.status is ArticleStatus.DRAFT
    assert inbox_of(cast.li) == ["稿件被退回，请看意见"]


def test_what_was_sent_back_must_change_before_it_is_read_again(submitted, reviewers, cast):
    review_article(submitted.id, version=1, approves=False, reason="请核对日期", by=reviewers[0], now=cast.now)

    with pytest.raises(WrongState):
        submit_article(submitted.id, version=1, by=cast.li, now=cast.now)


def test_a_change_after_approval_begins_anew(submitted, reviewers, cast):
    for reviewer in reviewers:
        approve(submitted, reviewer, cast)
    changed = change_article(submitted.id, TEXT, version=1, by=cast.li, now=cast.now)

    assert (changed.status, changed.version) == (ArticleStatus.DRAFT, 2)
    assert article_reviews.reviews_of(changed) == []
    assert ArticleVersion.select().count() == 2


def test_the_second_of_two_editors_is_told(written, cast):
    change_article(written.id, TEXT, version=1, by=cast.li, now=cast.now)

    with pytest.raises(ChangedMeanwhile):
        change_article(written.id, ArticleText("另一个题目", "另一段话"), version=1, by=cast.li, now=cast.now)


def test_the_neighbour_meets_none_of_it(written, cast):
    assert articles.list_articles(to=cast.sun) == []
    with pytest.raises(NotFound):
        articles.get_article(written.id, to=cast.sun)


PARAGRAPHS = "\n\n".join(["长" * 120] * 110)  # 13,418 characters, 21,669 once marked up


@pytest.mark.parametrize(
    ("title", "body"), [("", "字"), ("题", " "), ("长" * 33, "字"), ("题", "长" * 15_001), ("题", PARAGRAPHS)]
)
def test_a_text_that_wechat_would_refuse_is_refused_here(title, body):
    with pytest.raises(Invalid):
        ArticleText(title, body)


def test_the_longest_that_wechat_takes_is_taken_here():
    assert ArticleText("长" * 32, "长" * 15_000, "长" * 120)


def test_an_article_of_earlier_times_that_is_too_long_is_not_reviewed_for_nothing(written, cast):
    Article.update(title="长" * 40).execute()
    with pytest.raises(Invalid) as refused:
        article_reviews.submit_article(written.id, version=1, by=cast.li, now=cast.now)

    assert refused.value.message == "公众号收不下，请点“修改”改短后再提交审核。题目：最多 32 个字"


@pytest.mark.engine
class TestOnEveryEngine:
    @pytest.fixture
    def database_url(self, engine_url):
        return engine_url

    def test_three_who_approve_at_once_all_count(self, submitted, reviewers, cast):
        answers = at_once([lambda each=each: approve(submitted, each, cast) for each in reviewers])

        assert not [answer for answer in answers if isinstance(answer, Exception)]
        assert Article.get_by_id(submitted.id).status is ArticleStatus.APPROVED
