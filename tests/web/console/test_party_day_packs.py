"""What goes with a Party day at the desk: its pack, the branches that join, polls."""

from __future__ import annotations

import datetime
import io
import re

import pytest
from docx import Document
from pypdf import PdfReader

from models.audit import AuditEntry
from services import joint_party_days
from tests.services.party_day_makers import a_party_day, scan
from tests.web.console.conftest import text_of

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def desk(desk_as, cast):
    return desk_as(cast.li)


def test_the_pack_says_on_screen_in_word_and_in_pdf_the_same_figures(desk, cast, now):
    day = a_party_day(cast)
    scan(day, cast.wang, now)
    formula = re.search(r"到会率 = .*?列席 \d+", desk.reads(f"/party-days/{day.id}/pack"))[0]
    word = Document(io.BytesIO(desk.post(f"/party-days/{day.id}/pack", format="word", reason="存档").data))
    assert formula in [paragraph.text for paragraph in word.paragraphs]
    pdf = PdfReader(io.BytesIO(desk.post(f"/party-days/{day.id}/pack", format="pdf", reason="存档").data))
    assert "".join(formula.split()) in "".join("".join(page.extract_text() for page in pdf.pages).split())


def test_a_pack_bears_who_took_it_away_and_what_for_and_is_logged(desk, cast):
    here = f"/party-days/{a_party_day(cast).id}/pack"
    assert "请写明导出来做什么用" in text_of(desk.post(here, format="word", reason=""))
    word = Document(io.BytesIO(desk.post(here, format="word", reason="存档").data))
    pdf = PdfReader(io.BytesIO(desk.post(here, format="pdf", reason="迎检").data))
    assert "李书记" in word.sections[0].header.paragraphs[0].text
    assert all("用途：迎检" in page.extract_text() for page in pdf.pages)
    assert [entry.reason for entry in AuditEntry.select().where(AuditEntry.action == "export_pack")] == ["存档", "迎检"]


def test_a_name_that_cannot_be_printed_is_said_before_printing(desk, cast):
    cast.member("𠮷野", cast.dongkeng)
    day = a_party_day(cast)
    assert "字库里没有这些字：𠮷" in desk.reads(f"/party-days/{day.id}/pack")


def test_branches_are_invited_join_and_keep_their_own_sheet(desk, desk_as, cast):
    day = a_party_day(cast, starts_in=60)
    desk.post(f"/party-days/{day.id}/branches", organisation_ids=[cast.xixi.id])
    other = desk_as(cast.sun)
    assert "东坑村邀请西溪村一起过" in other.reads(f"/party-days/{day.id}")
    join = f"/party-days/{day.id}/branches/{cast.xixi.id}/join"
    assert "西溪村名单上的 2 人马上收到通知" in text_of(other.post(join))
    said = text_of(other.post(join, confirmed="yes"))
    assert "赵外人" in said
    assert "王党员" not in said
    assert other.get(f"/party-days/{day.id}/pack?sheet={cast.dongkeng.id}").status_code == 404


def test_a_branch_that_joined_reads_who_writes_the_minutes_and_whom_to_ask(desk, desk_as, cast, app, now):
    day = a_party_day(cast, starts_in=60)
    desk.post(f"/party-days/{day.id}/branches", organisation_ids=[cast.xixi.id])
    joint_party_days.join_party_day(day.id, cast.xixi.id, by=cast.sun, now=now)
    other = desk_as(cast.sun)
    assert "纪要由主办的东坑村写" in other.reads(f"/party-days/{day.id}/minutes")
    assert "纪要由主办的" not in desk.reads(f"/party-days/{day.id}/minutes")

    app.extensions["clock"] = lambda: day.ends_at
    gaps = "/bundles?organisation_id={}&period=2026-11"
    assert "请主办的东坑村补写会议记录" in other.reads(gaps.format(cast.xixi.id))
    assert "请主办的" not in desk.reads(gaps.format(cast.dongkeng.id))


def test_an_invitation_is_declined(desk, desk_as, cast):
    day = a_party_day(cast, starts_in=60)
    desk.post(f"/party-days/{day.id}/branches", organisation_ids=[cast.xixi.id])
    assert "已谢绝" in text_of(desk_as(cast.sun).post(f"/party-days/{day.id}/branches/{cast.xixi.id}/decline"))


def test_a_poll_is_asked_and_closed_and_says_what_it_is_not(desk, cast):
    day = a_party_day(cast)
    assert "不作为党内表决依据" in desk.reads(f"/party-days/{day.id}/polls/new")
    said = text_of(desk.post(f"/party-days/{day.id}/polls/new", question="下月去哪", options="菇林\n古道"))
    assert "菇林 0 人" in said
    assert "已结束" in text_of(desk.post("/polls/1/close"))


def test_what_was_done_is_told_to_the_host_but_not_of_other_branches_people(desk, cast, now):
    day = a_party_day(cast, starts_in=60)
    assert "李书记 新建" in desk.reads(f"/party-days/{day.id}")
    joint_party_days.invite_branches(day.id, [cast.xixi.id], by=cast.li, now=now)
    joint_party_days.join_party_day(day.id, cast.xixi.id, by=cast.sun, now=now)
    assert "李书记 新建" not in desk.reads(f"/party-days/{day.id}")
