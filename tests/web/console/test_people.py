"""The people of one's organisations at the desk."""

import datetime

import pytest

from models.appointments import Role
from models.audit import AuditEntry
from models.people import Person
from models.requests import Request, RequestKind
from models.sessions import Session
from models.transfers import Transfer, TransferStatus
from services import binding, corrections
from services.errors import Conflict
from services.phones import phone_columns
from tests.web.console.conftest import text_of

WANG = {"name": "王党员", "standing": "member", "group": "", "birth_month": "", "phone": ""}


@pytest.fixture
def wang(cast):
    return cast.wang.person


def test_numbers_are_masked_in_the_table_and_shown_for_a_reason(desk_as, cast, wang):
    desk = desk_as(cast.li)
    for path in ("/people", f"/people/{wang.id}"):
        assert wang.phone not in desk.get(path).text
    shown = desk.post(f"/people/{wang.id}/phone", reason="通知开会").text
    assert wang.phone in shown
    assert AuditEntry.get(AuditEntry.action == "see_contact").reason == "通知开会"


def test_the_table_is_filtered_sorted_and_paged_by_its_address(desk_as, cast):
    desk = desk_as(cast.li)
    assert "共 1 人" in desk.reads("/people?q=王党员")
    assert "没有符合条件" in desk.reads("/people?q=没有这个人")
    names = [person.name for person in Person.select().where(Person.home == cast.dongkeng.id)]
    page = desk.get("/people?sort=-name&page=99&standing=&organisation=x").text
    assert all(name in page for name in names)
    assert 'aria-sort="descending"' in page


def test_a_person_is_added_once_however_often_the_form_is_sent(desk_as, cast):
    desk = desk_as(cast.li)
    new = {**WANG, "name": "新人", "organisation_id": cast.dongkeng.id, "once": "k1"}
    for _ in range(2):
        assert "新人已加入东坑村名册" in text_of(desk.post("/people/new", **new))
    assert Person.select().where(Person.name == "新人").count() == 1


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(desk_as, cast):
    answer = desk_as(cast.li).post(
        "/people/new", **{**WANG, "name": "新人", "phone": "12"}, organisation_id=cast.dongkeng.id
    )
    assert answer.status_code == 422
    assert 'value="新人"' in answer.text
    assert 'id="e-phone"' in answer.text
    assert 'aria-describedby="e-phone' in answer.text


def test_the_second_of_two_editors_sees_what_the_first_one_wrote(desk_as, cast, wang):
    first, second = desk_as(cast.li), desk_as(cast.li)
    first.post(f"/people/{wang.id}/particulars", **{**WANG, "group": "第一小组"}, version=0)
    answer = second.post(f"/people/{wang.id}/particulars", **{**WANG, "group": "第二小组"}, version=0)
    assert answer.status_code == 409
    assert 'value="第二小组"' in answer.text
    assert "现在是：第一小组" in answer.text
    answer = second.post(f"/people/{wang.id}/particulars", **{**WANG, "group": "第二小组"}, version=1)
    assert Person.get_by_id(wang.id).group.name == "第二小组"


@pytest.fixture
def asked(cast, now):
    """Somebody who says they are 王党员, with another number."""
    Person.update(name="王小禾").where(Person.id == cast.wang.person.id).execute()
    cast.wang.person.identities.model.delete().where(
        cast.wang.person.identities.model.person == cast.wang.person.id
    ).execute()
    return Request.create(
        kind=RequestKind.BINDING, person=cast.visitor().person, organisation=cast.dongkeng, name="王小禾", asked_at=now,
        **phone_columns("19900005555"),
    )  # fmt: skip


def test_that_the_asker_is_none_of_the_candidates_is_kept_when_it_is_refused(desk_as, cast, asked, monkeypatch):
    def refused(*_, **__):
        raise Conflict("wrong_state", "别人刚处理过，请刷新")

    monkeypatch.setattr(binding, "decide_request", refused)
    answer = desk_as(cast.li).post(f"/people/requests/{asked.id}/approval", person_id="")

    assert 'name="person_id" value="" required checked' in answer.text


def test_a_request_is_two_clicks_from_today(desk_as, cast, asked):
    desk = desk_as(cast.li)
    assert "/console/people/requests" in desk.get("/").text
    said = text_of(desk.post(f"/people/requests/{asked.id}/approval", person_id=cast.wang.person.id))
    assert "王小禾已认证" in said
    assert Person.get_by_id(asked.person_id).merged_into_id == cast.wang.person.id


def test_a_request_that_was_rewritten_since_is_read_again_before_it_is_decided(desk_as, cast, asked):
    desk = desk_as(cast.li)
    assert asked.rewrite(name="王大禾")
    for act, said in (("approval", {"person_id": ""}), ("refusal", {"reason": "不认得"})):
        answer = desk.post(f"/people/requests/{asked.id}/{act}", **said, version=0)
        assert answer.status_code == 409
        assert "对方刚改了申请的内容" in answer.text
        assert 'name="version" value="1"' in answer.text
    assert "王大禾已认证" in text_of(desk.post(f"/people/requests/{asked.id}/approval", person_id="", version=1))


def test_a_correction_is_shown_as_what_it_changes(desk_as, cast, now):
    asked = corrections.ask_correction(name="王党圆", phone="19900008888", note="生日也不对", by=cast.wang, now=now)
    desk = desk_as(cast.li)
    shown = text_of(desk.get("/people/requests"))
    assert "请东坑村更正登记的信息" in shown
    assert "王党员 → 王党圆" in shown
    assert "→ *******8888" in shown
    assert "生日也不对" in shown
    assert "这是谁" not in shown
    done = text_of(desk.post(f"/people/requests/{asked.id}/approval", version=asked.version))
    assert "王党圆的登记信息已更正" in done


def test_whoever_is_none_of_the_candidates_becomes_a_resident_of_the_village(desk_as, cast, asked):
    desk_as(cast.li).post(f"/people/requests/{asked.id}/approval", person_id="")
    assert Person.get_by_id(asked.person_id).approved_at is not None


def test_a_request_is_refused_with_a_reason(desk_as, cast, asked):
    desk = desk_as(cast.li)
    assert desk.post(f"/people/requests/{asked.id}/refusal", reason="").status_code == 422
    assert "已退回" in text_of(desk.post(f"/people/requests/{asked.id}/refusal", reason="不认得"))


def test_a_member_moves_when_the_other_branch_accepts(desk_as, cast, wang):
    desk_as(cast.li).post(f"/people/{wang.id}/transfer", target_id=cast.xixi.id, reason="搬家")
    transfer = Transfer.get()
    other = desk_as(cast.sun)
    assert "党员等您接收" in other.reads("/")
    assert "已转入西溪村" in text_of(other.post(f"/people/transfers/{transfer.id}/acceptance"))
    assert Transfer.get_by_id(transfer.id).status is TransferStatus.ACCEPTED


def test_a_member_away_is_called_from_today_when_it_is_time(desk_as, cast, wang, now, app):
    desk = desk_as(cast.li)
    desk.post(f"/people/{wang.id}/stay", direction="out", place="宁波", since_on="2026-11-01", card_number="")
    app.extensions["clock"] = lambda: now + datetime.timedelta(days=91)
    desk = _again(desk_as, cast, now)
    assert "流动党员要联系" in desk.reads("/")
    said = text_of(desk.post("/people/floating/1/contact", said="都好", version=0))
    assert "已记下和王党员的联系" in said


def _again(desk_as, cast, now):
    """The session of three months ago is over."""
    desk = desk_as(cast.li)
    Session.update(expires_at=now + datetime.timedelta(days=365)).execute()
    return desk


def test_merging_says_in_numbers_what_moves_and_can_be_taken_back(desk_as, cast, wang):
    double = cast.member("王党员", cast.dongkeng).person
    desk = desk_as(cast.li)
    both = {"source_id": double.id, "target_id": wang.id}
    assert "1 条微信绑定" in text_of(desk.post("/people/duplicates", **both))
    assert Person.get_by_id(double.id).merged_into_id is None
    desk.post("/people/duplicates", **both, confirmed="yes")
    assert Person.get_by_id(double.id).merged_into_id == wang.id
    assert "又是两个人了" in text_of(desk.post("/people/merges/1/undoing"))
    assert Person.get_by_id(double.id).merged_into_id is None


def test_whoever_has_a_seat_is_merged_with_nobody_and_the_page_says_what_to_do(desk_as, cast, wang):
    officer = cast.member("王党员", cast.dongkeng)
    cast.appoint(officer, Role.TOWNSHIP_OFFICER, cast.township)
    answer = desk_as(cast.li).post("/people/duplicates", source_id=officer.person.id, target_id=wang.id)
    assert answer.status_code == 409
    assert "请先办交接" in text_of(answer)
