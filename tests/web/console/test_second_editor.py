"""Two secretaries change one thing at two desks: the second is told, and nothing is silently overwritten.

People, minutes and articles have tests of their own beside their pages; a wish, a request or a photo is decided once
(whoever decides otherwise is told at the end of this file); units, members and seats are entered one by one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest

from models.events import Event, Post
from models.notices import Notice, NoticeStatus
from models.people import Identity, Person
from models.wishes import Wish, WishKind, WishStatus
from services import binding, wishes
from services.event_plans import PostPlan
from services.fixed_days import FixedDayRule, set_fixed_day
from services.notices import NoticeText, send_notice
from services.series import SeriesPlan, start_series
from tests.event_cast import DAY, make_event
from tests.services.party_day_makers import a_party_day
from tests.web.console.conftest import text_of
from tests.web.roles import somebody

VERSION = re.compile(r'name="version" value="(-?\d+)"')


@dataclass
class Edited:
    """A thing with its form: where it is opened and sent, what both send, in which field they differ."""

    row: Any
    opened: str
    sent: str = ""
    form: dict[str, Any] = field(default_factory=dict)
    name: str = "place"

    def now(self) -> str:
        return str(getattr(type(self.row).get_by_id(self.row.id), self.name))


def an_event(cast, now):
    event = make_event(cast)
    post = Post.get()
    form = {"title": event.title, "starts_at": "2026-11-26T09:00", "ends_at": "2026-11-26T11:00",
            "post_ids": [post.id], "post_names": [post.name], "post_capacities": [post.capacity],
            "post_needs": [""], "post_skills": [""]}  # fmt: skip
    return Edited(event, f"/events/{event.id}/change", form=form)


def a_meeting(cast, now):
    day = a_party_day(cast, starts_in=600)
    form = {"title": day.title, "starts_at": "2026-11-23T19:00", "ends_at": "2026-11-23T21:00", "reason": "下雨"}
    return Edited(day, f"/party-days/{day.id}/change", form=form)


def a_notice(cast, now):
    text = NoticeText("停水", "明天", send_at=now + DAY)
    notice = send_notice(text, is_held=False, by=cast.li, now=now)
    form = {"title": "停水", "to": f"organisation:{cast.dongkeng.id}", "when": "later",
            "send_at": "2026-11-25T08:00"}  # fmt: skip
    return Edited(notice, f"/notices/{notice.id}/revise", form=form, name="body")


def a_series(cast, now):
    plan = SeriesPlan("河道清洁", "村口", "08:30", 60, [PostPlan("捡垃圾", 10)], month_day=28)
    series = start_series(plan, [cast.dongkeng.id], cast.dongkeng, by=cast.li, now=now)
    form = {"title": "河道清洁", "starts": "08:30", "minutes": 60}
    return Edited(series, f"/series/{series.id}", f"/series/{series.id}/change", form)


def a_fixed_day(cast, now):
    fixed = set_fixed_day(FixedDayRule("09:00", 120, month_day=5), cast.dongkeng, by=cast.li, now=now)
    form = {"organisation_id": cast.dongkeng.id, "way": "month_day", "month_day": 5, "starts": "09:00", "minutes": 120}
    opened = f"/party-days/plan?organisation_id={cast.dongkeng.id}"
    return Edited(fixed, opened, "/party-days/fixed-day", form)


@pytest.fixture(params=[an_event, a_meeting, a_notice, a_series, a_fixed_day])
def edited(request, cast, now):
    return request.param(cast, now)


@pytest.fixture
def send(desk_as, cast, edited, now):
    """Send one's text as one of two who have opened the form; answers the page."""
    desks = {"first": desk_as(cast.li), "second": desk_as(somebody("township_officer", cast, now))}

    def send(who: str, text: str, version: str, **changes: Any) -> Any:
        form = {**edited.form, edited.name: text, **changes}
        return desks[who].post(edited.sent or edited.opened, version=version, confirmed="yes", **form)

    send.version = VERSION.search(desks["first"].get(edited.opened).text)[1]
    return send


def test_the_second_of_two_editors_sees_both_texts_and_may_save_on_top(edited, send):
    assert send("first", "桥头", send.version).status_code == 200
    told = send("second", "祠堂", send.version)

    assert told.status_code == 409
    assert "别人刚改过这一条" in text_of(told)
    assert "现在是：桥头" in text_of(told)
    assert "祠堂" in told.text
    assert edited.now() == "桥头"
    send("second", "祠堂", VERSION.search(told.text)[1])
    assert edited.now() == "祠堂"


def test_who_was_not_told_is_told_however_often_their_form_was_refused(edited, send):
    send("first", "桥头", send.version)
    name, wrong = ("minutes", "x") if "minutes" in edited.form else ("title", "")
    refused = send("second", "祠堂", send.version, **{name: wrong})
    assert refused.status_code == 422

    assert VERSION.search(refused.text)[1] == send.version
    assert send("second", "祠堂", VERSION.search(refused.text)[1]).status_code == 409
    assert edited.now() == "桥头"


def test_the_database_settles_it_when_both_send_in_one_moment(edited, send, monkeypatch):
    monkeypatch.setattr("web.console.forms.EditForm.refuse_stale", lambda form, present: None)
    send("first", "桥头", send.version)

    assert send("second", "祠堂", send.version).status_code == 409
    assert edited.now() == "桥头"


def test_nobody_approves_a_notice_that_reads_otherwise_by_now(desk_as, cast, now):
    notice = send_notice(NoticeText("停水", "明天"), is_held=False, by=cast.li, now=now)
    Notice.update(status=NoticeStatus.AWAITING_APPROVAL, version=1).execute()
    desk = desk_as(somebody("township_officer", cast, now))
    page = desk.get(f"/notices/{notice.id}").text
    Notice.update(body="后天", version=2).execute()
    answer = desk.post(f"/notices/{notice.id}/approve", version=VERSION.search(page)[1], confirmed="yes")

    assert answer.status_code == 409
    assert "请看过新的内容再决定" in text_of(answer)
    assert Notice.get_by_id(notice.id).status is NoticeStatus.AWAITING_APPROVAL


def test_saving_without_a_change_tells_nobody(desk_as, cast):
    event = make_event(cast)
    post = Post.get()
    form = {"title": event.title, "place": event.place, "starts_at": "2026-11-26T09:00", "ends_at": "2026-11-26T11:00",
            "post_ids": [post.id], "post_names": [post.name], "post_capacities": [post.capacity],
            "post_needs": [""], "post_skills": [""]}  # fmt: skip
    desk_as(cast.li).post(f"/events/{event.id}/change", version=0, **form)

    assert Event.get().version == 0


@pytest.fixture
def both(desk_as, cast, now):
    return desk_as(cast.li), desk_as(somebody("township_officer", cast, now))


@pytest.fixture
def pending(cast):
    return cast.wish(status=WishStatus.PENDING)


def test_whoever_words_a_wish_otherwise_is_not_told_that_theirs_is_on_the_wall(both, pending):
    first, second = both
    form = {"detail": "", "public_name": "一位老人", "version": 0}
    first.post(f"/wishes/{pending.id}/verification", title="甲写的", **form)
    told = second.post(f"/wishes/{pending.id}/verification", title="乙写的", **form)

    assert told.status_code == 409
    assert "现在是：甲写的" in text_of(told)
    assert 'value="乙写的"' in told.text
    assert Wish.get_by_id(pending.id).title == "甲写的"


def test_what_the_wisher_has_rewritten_is_not_written_over_but_shown(both, pending, cast, now):
    desk, _ = both
    version = VERSION.search(desk.get(f"/wishes/{pending.id}/verification").text)[1]
    text = wishes.WishText("一盏台灯", "", WishKind.GOODS)
    wishes.change_wish(pending.id, text, is_draft=False, is_held=False, by=cast.chen, now=now)
    form = {"title": pending.title, "detail": pending.detail, "public_name": "一位老人"}
    told = desk.post(f"/wishes/{pending.id}/verification", version=version, **form)

    assert told.status_code == 409
    assert "现在是：一盏台灯" in text_of(told)
    assert Wish.get_by_id(pending.id).status is WishStatus.PENDING
    assert desk.post(f"/wishes/{pending.id}/rejection", version=version, reason="太旧").status_code == 409
    desk.post(f"/wishes/{pending.id}/verification", version=VERSION.search(told.text)[1], **{**form, "title": "台灯"})
    assert Wish.get_by_id(pending.id).title == "台灯"


def test_whoever_takes_an_asker_for_somebody_else_is_not_told_that_theirs_counts(both, cast, now):
    first, second = both
    known = cast.member("周某", cast.dongkeng).person
    Identity.delete().where(Identity.person == known.id).execute()
    asked = binding.bind_phone(
        "19911112222", "周某", is_proven=False, organisation=cast.dongkeng, by=cast.visitor(), now=now
    )
    first.post(f"/people/requests/{asked.request_id}/approval", person_id=known.id)
    told = second.post(f"/people/requests/{asked.request_id}/approval", person_id="")

    assert told.status_code == 409
    assert "别人刚办过这一件" in text_of(told)
    assert Identity.get(Identity.person == known.id)
    assert Person.get_by_id(known.id).approved_at is None
