"""A secretary of one branch meets another branch's people, wishes and drafts nowhere: not on a page, in a search, a
picker, a count or a file that is taken away. (That an address with another branch's row is not found: test_walk.)"""

from __future__ import annotations

import copy
import io
import re

import pytest
from openpyxl import load_workbook

from models.appointments import DelegatedFunction, Function, Role
from models.events import EventStatus
from models.party_days import PartyDayStatus
from models.wishes import PUBLIC_STATUSES, WishStatus
from services.articles import ArticleText, write_article
from services.notices import NoticeText, send_notice
from tests.event_cast import make_event
from tests.services.party_day_makers import a_party_day
from tests.web.console.conftest import text_of
from tests.web.console.village import pages, rows_in, url
from tests.web.roles import somebody

# Searches and filters that would show them, if anything did.
ASKED = ("", "q=竹", "who=竹", "q=赵", "organisation={0}", "organisation_id={0}", "organisation={0}&q=竹", "draft=yes")
MOST_PAGES = 200
NUMBER = re.compile(r"\d{3}-[0-9a-f]{16}")  # of a request, under which its refusal is found in the log


@pytest.fixture
def elsewhere(cast):
    """The cast as seen from 西溪村: everything made with it is 西溪村's."""
    other = copy.copy(cast)
    other.dongkeng, other.xixi = cast.xixi, cast.dongkeng
    other.li, other.wang, other.sun = cast.sun, cast.zhao, cast.li
    other.chen = cast.resident("竹影村民", cast.xixi)
    return other


def fill(elsewhere, now):
    """西溪村 has something of everything, named so that it would be recognised."""
    other = elsewhere
    made = rows_in(other, now)
    member = other.member("竹影甲", other.dongkeng)
    made["wishes"] = [other.wish(status=status, title="竹影心愿").id for status in WishStatus]
    made["people"] = [member.person.id, other.chen.person.id, other.wang.person.id]
    made["events"] = [make_event(other, title="竹影活动", status=status).id for status in EventStatus]
    for status in PartyDayStatus:
        day = a_party_day(other, title="竹影党日", starts_in=600)
        type(day).update(status=status).where(type(day).id == day.id).execute()
    made["party_days"] = [day.id for day in type(day).select().where(type(day).title == "竹影党日")]
    notice = send_notice(NoticeText("竹影通知", "明天"), is_held=True, by=other.li, now=now)
    made["notices"] = [notice.id, made["notice_id"]]
    made["complaints"] = [made["complaint_id"]]
    write_article(ArticleText("竹影文章", "正文"), other.dongkeng, by=other.li, now=now)
    return made


def read_all(desk, app, rows, branch):
    """The words of every page, with every question, as it stands now."""
    found = {}
    for rule, method in pages(app):
        if method != "GET" or rule.endpoint in ("console.show_sharing", "console.fetch_code"):
            continue
        for asked in ASKED if not rule.arguments else ("",):
            answer = desk.get(f"{url(rule, rows)}?{asked.format(branch.id)}")
            if answer.mimetype == "text/html":
                found[f"{rule.rule}?{asked}"] = (answer.status_code, NUMBER.sub("", text_of(answer)))
    return found


def test_no_page_search_picker_or_count_says_anything_of_another_branch(app, desk_as, cast, elsewhere, now):
    rows = rows_in(cast, now)
    rows["place"] = 6
    desk = desk_as(cast.li)
    before = read_all(desk, app, rows, cast.xixi)
    fill(elsewhere, now)
    after = read_all(desk, app, rows, cast.xixi)

    assert len(before) > MOST_PAGES
    for page, said in before.items():
        assert after[page] == said, page


def taken_away(desk, table, ids):
    """All that stands in the file."""
    file = desk.post("/exports", table=table, ids=",".join(map(str, ids)), reason="开会", with_sensitive="yes").data
    rows = load_workbook(io.BytesIO(file)).worksheets[0].iter_rows(values_only=True)
    return " ".join(str(cell) for row in rows for cell in row)


@pytest.mark.parametrize("table", ["people", "party_days", "notices", "complaints"])
def test_nothing_of_another_branch_is_taken_away(desk_as, cast, elsewhere, now, table):
    made = fill(elsewhere, now)

    assert "共 0 行" in taken_away(desk_as(cast.li), table, made[table])


def test_of_wishes_and_events_only_what_everybody_may_read_is_taken_away(desk_as, cast, elsewhere, now):
    desk = desk_as(cast.li)
    wishes = [elsewhere.wish(status=status).id for status in WishStatus if status not in PUBLIC_STATUSES]
    events = [make_event(elsewhere, status=status).id for status in (EventStatus.DRAFT, EventStatus.HELD)]

    assert "共 0 行" in taken_away(desk, "wishes", wishes)
    assert "共 0 行" in taken_away(desk, "events", events)


@pytest.mark.parametrize(
    "path",
    ["/events/new?like={event_id}", "/party-days/new?like={party_day_id}", "/party-days?sheet={organisation_id}",
     "/notices/new?to=party_day:{party_day_id}", "/party-days/plan?organisation_id={organisation_id}"],
)  # fmt: skip
def test_no_form_is_filled_in_from_another_branch(desk_as, cast, elsewhere, now, path):
    made = fill(elsewhere, now)
    answer = desk_as(cast.li).get(path.format(**made))

    assert answer.status_code in (200, 403, 404)
    assert "11月主题党日" not in answer.text
    assert "竹影" not in answer.text


def test_no_audience_of_another_branch_is_counted(desk_as, cast, elsewhere, now):
    made = fill(elsewhere, now)
    desk = desk_as(cast.li)
    for to in ("organisation:{organisation_id}", "party_day:{party_day_id}", "event:{event_id}"):
        form = {"title": "x", "to": to.format(**made), "when": "now"}
        assert "微信能提醒" not in text_of(desk.post("/notices/look", **form))
        assert desk.post("/notices/new", confirmed="yes", **form).status_code in (403, 404, 422)


def test_who_verifies_wishes_takes_no_roster_away(desk_as, cast):
    helper = cast.member("高某", cast.dongkeng)
    post = cast.appoint(helper, Role.ASSISTANT, cast.dongkeng, delegated_by=cast.li.seats[0].appointment_id)
    DelegatedFunction.create(appointment=post, function=Function.VERIFY_WISHES)
    answer = desk_as(cast.actor(helper.person)).post(
        "/exports", table="people", ids=str(cast.wang.person.id), reason="开会"
    )

    assert answer.status_code == 403


def test_and_the_same_walk_finds_it_where_it_may_be_seen(app, desk_as, cast, elsewhere, now):
    rows = {**rows_in(cast, now), "place": 6}
    desk = desk_as(somebody("township_officer", cast, now))
    before = read_all(desk, app, rows, cast.xixi)
    fill(elsewhere, now)
    after = read_all(desk, app, rows, cast.xixi)

    told = {page.split("?")[0] for page in before if after[page] != before[page]}
    assert {f"/console/{name}" for name in ("people", "wishes", "events", "party-days", "notices", "articles")} <= told
