"""Minutes and 三会一课 at the desk."""

from __future__ import annotations

import datetime

import pytest

from models.meetings import MeetingDate, MinutesVersion
from models.organisations import Group
from services.minutes import MinutesText, save_minutes
from tests.services.party_day_makers import a_party_day
from tests.web.console.conftest import text_of


@pytest.fixture
def desk(desk_as, cast):
    return desk_as(cast.li)


def test_minutes_are_written_and_kept_as_versions(desk, cast):
    day = a_party_day(cast)
    text = {"agenda": "一、学习", "host": "李书记", "recorder": "王党员", "text": "学了通告"}
    assert "已存为第 1 版" in text_of(desk.post(f"/party-days/{day.id}/minutes", based_on=0, **text))
    desk.post(f"/party-days/{day.id}/minutes", based_on=1, **{**text, "text": "学了通告，排了值班"})
    assert "第 2 版 ，李书记" in desk.reads(f"/party-days/{day.id}/minutes")
    assert "学了通告" in desk.reads(f"/party-days/{day.id}/minutes/1")
    assert desk.get(f"/party-days/{day.id}/minutes/9").status_code == 404


def test_minutes_that_are_still_written_print_whole_and_not_as_the_box_shows_them(desk, cast, now):
    day = a_party_day(cast)
    save_minutes(day.id, MinutesText(text="排了值班\n" * 40 + "散会"), based_on=0, by=cast.li, now=now)
    page = desk.get(f"/party-days/{day.id}/minutes").text
    on_paper = page[page.index('class="on-paper"') : page.index('class="no-print" method="post"')]
    assert "散会" in on_paper


def test_the_second_of_two_writers_sees_both_texts_and_may_save_on_top(desk, cast, now):
    day = a_party_day(cast)
    save_minutes(day.id, MinutesText(text="先存的"), based_on=0, by=cast.li, now=now)
    answer = desk.post(f"/party-days/{day.id}/minutes", based_on=0, text="后写的")
    assert answer.status_code == 409
    said = text_of(answer)
    assert "李书记在今天 09:00保存了第 1 版" in said
    assert "现在是：先存的" in said
    assert "后写的" in said
    assert 'name="based_on" value="1"' in answer.text
    assert MinutesVersion.select().count() == 1


def test_locked_minutes_are_read_only_until_unlocked_with_a_reason(desk, cast, now):
    day = a_party_day(cast)
    day.ends_at = now - datetime.timedelta(days=8)
    day.save()
    assert "已锁定" in desk.reads(f"/party-days/{day.id}/minutes")
    assert "请写明为什么要改" in text_of(desk.post(f"/party-days/{day.id}/minutes/unlock", reason=""))
    assert "已解锁 3 天，上级已收到消息" in text_of(desk.post(f"/party-days/{day.id}/minutes/unlock", reason="补录"))


def test_what_is_due_is_seen_and_a_date_on_paper_counts(desk, cast):
    assert "党员大会 该开了 12月31日前" in desk.reads("/meetings")
    said = text_of(desk.post("/meetings/dates", kind="members_meeting", held_on="2026-11-10"))
    assert "党员大会 已开 11月10日" in said
    desk.post(f"/meetings/dates/{MeetingDate.get().id}/remove")
    assert MeetingDate.select().count() == 0


def test_a_group_meeting_on_paper_names_its_group(desk, cast):
    Group.create(organisation=cast.dongkeng, name="一组")
    answer = desk.post("/meetings/dates", kind="group_meeting", held_on="2026-11-10")
    assert "党小组会请选是哪个小组" in text_of(answer)
    assert 'value="2026-11-10"' in answer.text


def test_the_township_sees_its_branches_in_a_table(desk_as, cast):
    officer = cast.secretary("周委员", cast.township)
    said = desk_as(officer).reads("/meetings")
    assert "东坑村" in said
    assert "西溪村" in said
