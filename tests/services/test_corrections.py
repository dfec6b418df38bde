"""What the roster says of me is wrong: my branch is asked, and decides."""

import pytest

from models.people import Person, Standing
from models.requests import Request, RequestKind, RequestStatus
from services import binding, corrections, people_desk
from services.errors import ChangedMeanwhile, Invalid, NotFound
from services.people_desk import Particulars


@pytest.fixture
def ask(now):
    def run(by, name=None, phone=None, note=""):
        return corrections.ask_correction(name=name, phone=phone, note=note, by=by, now=now)

    return run


@pytest.fixture
def decide(now):
    return lambda request, decision, by, **options: binding.decide_request(
        request.id, decision, by=by, now=now, **options
    )


def test_the_branch_corrects_name_and_phone(ask, decide, cast, inbox_of):
    asked = ask(cast.wang, name="王党圆", phone="199 0000 8888")
    assert inbox_of(cast.li) == ["有人请求更正登记信息"]
    assert Person.get_by_id(cast.wang.person.id).name == "王党员"

    decide(asked, "approve", cast.li)
    corrected = Person.get_by_id(cast.wang.person.id)
    assert (corrected.name, corrected.phone, corrected.is_on_roster) == ("王党圆", "19900008888", True)
    assert inbox_of(cast.wang) == ["登记信息已更正"]


def test_a_form_that_was_open_meanwhile_does_not_undo_the_correction(ask, decide, cast, now):
    decide(ask(cast.wang, name="王党圆"), "approve", cast.li)
    opened_before = Particulars("王党员", Standing.MEMBER, group="第一小组")
    with pytest.raises(ChangedMeanwhile):
        people_desk.change_person(cast.wang.person.id, opened_before, version=0, by=cast.li, now=now)
    assert Person.get_by_id(cast.wang.person.id).name == "王党圆"


def test_what_was_not_asked_for_stays(ask, decide, cast):
    phone = cast.wang.person.phone
    decide(ask(cast.wang, note="出生年月应为 1958年3月"), "approve", cast.li)
    same = Person.get_by_id(cast.wang.person.id)
    assert (same.name, same.phone) == ("王党员", phone)


def test_refused_it_changes_nothing_and_says_why(ask, decide, cast, inbox_of):
    decide(ask(cast.wang, name="别人"), "refuse", cast.li, reason="和身份证不一致")
    assert Person.get_by_id(cast.wang.person.id).name == "王党员"
    assert inbox_of(cast.wang) == ["登记信息没有更正"]


def test_nobody_approves_a_correction_that_was_rewritten_since(ask, decide, cast):
    read = ask(cast.wang, name="王一")
    ask(cast.wang, name="别人")
    with pytest.raises(ChangedMeanwhile):
        decide(read, "approve", cast.li, version=read.version)
    assert Person.get_by_id(cast.wang.person.id).name == "王党员"


def test_asking_again_rewrites_what_was_asked(ask, cast):
    first, second = ask(cast.wang, name="王一"), ask(cast.wang, name="王二")
    assert first.id == second.id
    assert [row.name for row in Request.select()] == ["王二"]


def test_it_waits_beside_a_binding_and_names_nobody_else(ask, cast):
    asked = ask(cast.chen, name="陈春民")
    assert (asked.kind, asked.status) == (RequestKind.CORRECTION, RequestStatus.WAITING)
    assert binding.candidates_for(asked) == []


def test_another_branch_does_not_find_it(ask, decide, cast):
    asked = ask(cast.wang, name="王一")
    with pytest.raises(NotFound):
        decide(asked, "approve", cast.sun)


@pytest.mark.parametrize("who", ["visitor", "nothing said"])
def test_there_must_be_something_kept_and_something_wrong(ask, cast, who):
    with pytest.raises(Invalid):
        ask(cast.visitor(), name="王一") if who == "visitor" else ask(cast.wang)
