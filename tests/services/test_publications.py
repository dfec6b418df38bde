"""The publicity ledger, where articles come from, and slips of the pen."""

from __future__ import annotations

import datetime

import pytest

from models.articles import ArticleSource, Channel
from services.article_sources import text_about
from services.errors import Invalid, NotAllowed, NotFound
from services.publications import Appearance, list_publications, record_publication
from services.wording import Slip, slips_in
from tests.event_cast import make_event

DAY = datetime.date(2026, 11, 20)


def appearance(**changes):
    return Appearance(
        **{"channel": Channel.NEWSPAPER, "outlet": "青溪报", "title": "河道", "published_on": DAY, **changes}
    )


def test_the_same_piece_is_one_line_however_often_it_is_typed(cast):
    lines = {record_publication(appearance(), cast.dongkeng, by=cast.li, now=cast.now).id for _ in range(2)}

    assert len(lines) == 1


def test_lines_are_found_by_their_day(cast):
    for day in (19, 20, 21):
        on = appearance(published_on=datetime.date(2026, 11, day))
        record_publication(on, cast.dongkeng, by=cast.li, now=cast.now)
    found = list_publications(to=cast.li, since=DAY, until=DAY)

    assert [line.published_on.day for line in found] == [20]


def test_the_neighbour_neither_sees_nor_adds(cast):
    record_publication(appearance(), cast.dongkeng, by=cast.li, now=cast.now)

    assert list(list_publications(to=cast.sun)) == []
    with pytest.raises(NotAllowed):
        record_publication(appearance(), cast.dongkeng, by=cast.sun, now=cast.now)


@pytest.mark.parametrize(
    "wrong",
    [{"outlet": " "}, {"title": "长" * 81}, {"link": "javascript:alert(1)"}, {"published_on": DAY.replace(year=2027)}],
)
def test_a_line_that_cannot_be_true_is_refused(cast, wrong):
    with pytest.raises(Invalid):
        record_publication(appearance(**wrong), cast.dongkeng, by=cast.li, now=cast.now)


def test_an_article_about_an_event_begins_with_what_is_known(cast):
    event = make_event(cast)
    text, organisation = text_about(ArticleSource.EVENT, event.id, to=cast.li, now=cast.now)

    assert organisation == cast.dongkeng
    assert text.body.startswith("11月26日，东坑村在东坑村文化礼堂开展“河道清洁”")


def test_a_wish_that_is_not_public_is_no_source(cast):
    wish = cast.wish(status="pending")

    with pytest.raises(NotFound):
        text_about(ArticleSource.WISH, wish.id, to=cast.li, now=cast.now)


def test_slips_of_the_pen_are_found_with_the_right_form(cast):
    assert slips_in(cast.dongkeng, "三色党建连盟", now=cast.now) == [
        Slip("三色党建连盟", "三色党建联盟"),
        Slip("党建连盟", "党建联盟"),
    ]
