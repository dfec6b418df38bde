"""The wishes of a village at its desk."""

import datetime
import re

import pytest

from models.audit import AuditEntry
from models.organisations import Area, AreaMembership
from models.wishes import Claim, Wish, WishStatus
from services.claims import claim_wish, fulfil_wish
from tests.web.console.conftest import text_of
from tests.web.roles import somebody
from wechat.outcomes import Verdict

DAY = datetime.timedelta(days=1)


@pytest.fixture
def pending(cast):
    return cast.wish(status=WishStatus.PENDING, title="一床厚棉被", contact_phone="19900004321", wisher_name="周奶奶")


def test_from_today_a_wish_is_two_clicks_from_the_wall(desk_as, cast, pending):
    desk = desk_as(cast.li)
    assert f"/console/wishes/{pending.id}/verification" in desk.get("/").text
    said = text_of(
        desk.post(
            f"/wishes/{pending.id}/verification",
            version=0, title="一床厚棉被", detail="冬天冷", public_name="东坑村一位老人",
        )
    )  # fmt: skip
    assert "已上墙" in said
    assert Wish.get_by_id(pending.id).status is WishStatus.OPEN


def test_after_one_wish_the_next_that_waits_is_shown(desk_as, cast, pending):
    second = cast.wish(status=WishStatus.PENDING, title="一盏台灯")
    answer = desk_as(cast.li).post(
        f"/wishes/{pending.id}/verification", version=0, title="棉被", detail="", public_name="一位老人"
    )
    assert answer.request.path == f"/console/wishes/{second.id}/verification"


def test_what_may_not_be_public_is_refused_and_what_was_typed_stays(desk_as, cast, pending):
    answer = desk_as(cast.li).post(
        f"/wishes/{pending.id}/verification", version=0, title="低保户的棉被", detail="", public_name="一位老人"
    )
    assert answer.status_code == 422
    assert 'value="低保户的棉被"' in answer.text
    assert "请不要写「低保」" in answer.text
    assert Wish.get_by_id(pending.id).status is WishStatus.PENDING


def test_the_card_is_shown_while_it_is_written(desk_as, cast, pending):
    said = text_of(
        desk_as(cast.li).post(
            f"/wishes/{pending.id}/preview", title="棉被", detail="周奶奶怕冷", public_name="一位老人"
        )
    )
    assert "周奶奶怕冷" in said
    assert "没有同意公开姓名" in said


def test_a_wish_is_sent_back_only_with_a_reason(desk_as, cast, pending):
    desk = desk_as(cast.li)
    assert desk.post(f"/wishes/{pending.id}/rejection", version=0, reason=" ").status_code == 422
    assert "已退回" in text_of(desk.post(f"/wishes/{pending.id}/rejection", version=0, reason="请写清尺寸"))
    assert Wish.get_by_id(pending.id).reason == "请写清尺寸"


def test_the_second_of_two_verifiers_is_told(desk_as, cast, pending):
    fields = {"version": 0, "title": "棉被", "detail": "", "public_name": "一位老人"}
    desk_as(cast.li).post(f"/wishes/{pending.id}/rejection", version=0, reason="请写清尺寸")
    answer = desk_as(cast.li).post(f"/wishes/{pending.id}/verification", **fields)
    assert answer.status_code == 409
    assert "已经到了下一步" in answer.text


def test_the_phone_is_masked_until_it_is_asked_for_with_a_reason(desk_as, cast, pending):
    desk = desk_as(cast.li)
    assert "19900004321" not in desk.get(f"/wishes/{pending.id}").text
    assert desk.post(f"/wishes/{pending.id}/contact", reason="").status_code == 422
    assert "19900004321" in desk.post(f"/wishes/{pending.id}/contact", reason="回访").text
    assert AuditEntry.get(AuditEntry.action == "see_contact").reason == "回访"


def test_whoever_left_no_phone_is_visited_instead(desk_as, cast):
    wish = cast.wish(wisher=None, wisher_name="钱大爷")
    said = desk_as(cast.li).reads(f"/wishes/{wish.id}")
    assert "钱大爷，没有留电话，请到家里问一声" in said
    assert "显示姓名和电话" not in said


def test_another_villages_wish_does_not_exist_here(desk_as, cast, pending):
    desk = desk_as(cast.sun)
    for path in ("", "/verification"):
        assert desk.get(f"/wishes/{pending.id}{path}").status_code == 404
    assert desk.post(f"/wishes/{pending.id}/contact", reason="看看").status_code == 404


def test_a_call_is_written_down_and_closes_the_wish(desk_as, cast, now):
    wish = cast.wish()
    claim_wish(wish.id, by=cast.wang, now=now)
    fulfil_wish(wish.id, "", is_held=False, by=cast.wang, now=now)
    said = text_of(desk_as(cast.li).post(f"/wishes/{wish.id}/follow-up", satisfied="yes", comment="很满意"))
    assert "已办结" in said
    assert Wish.get_by_id(wish.id).status is WishStatus.FULFILLED


def test_withdrawing_says_in_numbers_what_will_happen_first(desk_as, cast, now):
    wish = cast.wish()
    claim_wish(wish.id, by=cast.wang, now=now)
    desk = desk_as(cast.li)
    asked = text_of(desk.post(f"/wishes/{wish.id}/withdrawal", reason="自己买到了"))
    assert "1 位认领人会收到消息" in asked
    assert Claim.get(wish=wish).is_held == 1
    desk.post(f"/wishes/{wish.id}/withdrawal", reason="自己买到了", confirmed="yes")
    assert Wish.get_by_id(wish.id).status is WishStatus.WITHDRAWN


class TestNobodyClaims:
    @pytest.fixture
    def forgotten(self, cast, now):
        """On the wall for a month; area and township have been told."""
        return cast.wish(title="修收音机", opened_at=now - 30 * DAY, area_told_at=now - 16 * DAY, fallback_at=now)

    def test_the_townships_list_is_on_its_first_page_and_a_tab_of_the_board(self, desk_as, cast, now, forgotten):
        cast.wish(title="一盏台灯", opened_at=now - 20 * DAY)
        desk = desk_as(somebody("township_officer", cast, now))
        today = desk.get("/")
        assert "心愿要镇里兜底" in today.text
        assert "/console/wishes?fallback=yes" in today.text
        listed = desk.reads("/wishes?fallback=yes")
        assert "镇兜底清单 1" in listed
        assert "修收音机" in listed
        assert "一盏台灯" not in listed
        assert "请镇里定人去办" in desk.reads(f"/wishes/{forgotten.id}")

    def test_the_areas_lead_reads_on_the_first_page_what_nobody_claims(self, desk_as, cast, now, forgotten):
        lead = somebody("area_lead", cast, now)
        AreaMembership.create(area=Area.get(), organisation=cast.dongkeng)
        desk = desk_as(lead)
        assert "心愿很久没人认领" in desk.reads("/")
        said = desk.reads("/area")
        assert "修收音机" in said
        assert "陈村民" not in said

    def test_a_village_has_no_list_of_the_townships_on_its_first_page(self, desk_as, cast, forgotten):
        assert "兜底" not in desk_as(cast.li).reads("/")


class TestCards:
    CARDS = {  # noqa: RUF012 (a form's fields)
        "wisher_name-1": "周奶奶", "contact_phone-1": "199 0000 4321", "title-1": "一床厚棉被", "kind-1": "goods",
        "wisher_name-2": "", "title-2": "", "kind-2": "goods",
        "wisher_name-3": "钱大爷", "contact_phone-3": "", "title-3": "修收音机", "kind-3": "skill",
    }  # fmt: skip

    def test_a_pile_of_paper_cards_is_taken_in_at_once(self, desk_as, cast):
        said = text_of(desk_as(cast.li).post("/wishes/cards", organisation_id=cast.dongkeng.id, **self.CARDS))
        assert "2 张心愿卡已登记" in said
        assert [wish.wisher_name for wish in Wish.select().order_by(Wish.id)] == ["周奶奶", "钱大爷"]

    def test_one_wrong_card_keeps_the_whole_pile_on_the_desk(self, desk_as, cast):
        cards = {**self.CARDS, "title-3": "请转账到我的银行卡", "contact_phone-1": "12"}
        answer = desk_as(cast.li).post("/wishes/cards", organisation_id=cast.dongkeng.id, **cards)
        assert answer.status_code == 422
        assert "周奶奶" in answer.text
        assert Wish.select().count() == 0

    def test_a_missing_word_is_shown_beside_its_field(self, desk_as, cast):
        cards = {**self.CARDS, "title-1": ""}
        answer = desk_as(cast.li).post("/wishes/cards", organisation_id=cast.dongkeng.id, **cards)
        assert 'id="e-title-1"' in answer.text

    def test_the_same_pile_sent_twice_is_one_pile(self, desk_as, cast):
        desk = desk_as(cast.li)
        for _ in range(2):
            desk.post("/wishes/cards", organisation_id=cast.dongkeng.id, once="k1", **self.CARDS)
        assert Wish.select().count() == 2

    def test_words_that_wechat_doubts_wait_for_a_person(self, desk_as, cast, wechat):
        wechat.verdict = Verdict.REVIEW
        desk_as(cast.li).post("/wishes/cards", organisation_id=cast.dongkeng.id, **self.CARDS)
        assert {wish.status for wish in Wish.select()} == {WishStatus.HELD}

    def test_only_for_an_organisation_of_ones_own(self, desk_as, cast):
        desk = desk_as(cast.li)
        assert desk.post("/wishes/cards", organisation_id=cast.xixi.id, **self.CARDS).status_code == 403


def test_what_stands_still_after_the_wall_is_listed_in_the_number_the_first_page_says(desk_as, cast, now):
    long_ago = now - datetime.timedelta(days=30)
    for title, status in (("棉被", WishStatus.OPEN), ("拐杖", WishStatus.OPEN), ("还没核实", WishStatus.PENDING)):
        cast.wish(title=title, status=status, created_at=long_ago, opened_at=long_ago)
    desk = desk_as(cast.li)
    assert "心愿停住了 2 件" in desk.reads("/")
    address = re.search(r'href="/console(/wishes\?overdue=[^"]*)"', desk.get("/").text)[1]
    listed = desk.reads(address)
    assert "共 2 个" in listed
    assert "还没核实" not in listed
