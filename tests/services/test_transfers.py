"""组织关系转接: both branches have their say."""

import pytest

from models.people import Person
from models.transfers import Transfer, TransferStatus
from services import transfers
from services.errors import Conflict, DecidedMeanwhile, Invalid, NotAllowed, NotFound, WrongState
from tests.races import at_once


@pytest.fixture
def asked(cast, now):
    return transfers.ask_transfer(cast.wang.person.id, cast.xixi, reason="搬家了", by=cast.li, now=now)


def home_of(actor):
    return Person.get_by_id(actor.person.id).home_id


def test_the_home_moves_when_the_new_branch_accepts(asked, cast, now):
    assert home_of(cast.wang) == cast.dongkeng.id
    assert [each.id for each in transfers.to_decide(to=cast.sun)] == [asked.id]
    transfers.decide_transfer(asked.id, "accept", by=cast.sun, now=now)
    assert home_of(cast.wang) == cast.xixi.id
    assert transfers.to_decide(to=cast.sun) == []


def test_sent_back_the_member_stays(asked, cast, now):
    with pytest.raises(Invalid, match="reason_required"):
        transfers.decide_transfer(asked.id, "refuse", by=cast.sun, now=now)
    transfers.decide_transfer(asked.id, "refuse", reason="人不在本村住", by=cast.sun, now=now)
    assert home_of(cast.wang) == cast.dongkeng.id


def test_who_sends_it_back_for_another_reason_is_told(asked, cast, now):
    back = transfers.decide_transfer(asked.id, "refuse", reason="人不在本村住", by=cast.sun, now=now)
    assert transfers.decide_transfer(asked.id, "refuse", reason="人不在本村住", by=cast.sun, now=now) == back
    with pytest.raises(DecidedMeanwhile):
        transfers.decide_transfer(asked.id, "refuse", reason="材料不齐", by=cast.sun, now=now)
    assert Transfer.get_by_id(asked.id).answer == "人不在本村住"


def test_the_old_branch_cannot_accept_for_the_new_one(asked, cast, now):
    with pytest.raises(NotAllowed):
        transfers.decide_transfer(asked.id, "accept", by=cast.li, now=now)


def test_asked_again_it_is_one_question_and_another_target_must_wait(asked, cast, now):
    again = transfers.ask_transfer(cast.wang.person.id, cast.xixi, reason="搬家了", by=cast.li, now=now)
    assert again.id == asked.id
    other = cast._organisation("竹坪村", cast.xixi.kind, cast.township)
    with pytest.raises(Conflict, match="transfer_open"):
        transfers.ask_transfer(cast.wang.person.id, other, reason="", by=cast.li, now=now)


def test_taken_back_it_can_no_longer_be_accepted(asked, cast, now):
    transfers.withdraw_transfer(asked.id, by=cast.li, now=now)
    with pytest.raises(WrongState):
        transfers.decide_transfer(asked.id, "accept", by=cast.sun, now=now)
    assert home_of(cast.wang) == cast.dongkeng.id


def test_residents_and_strange_targets_are_refused(cast, now):
    for person, target in ((cast.chen, cast.xixi), (cast.wang, cast.dongkeng), (cast.wang, cast.township)):
        with pytest.raises(Invalid):
            transfers.ask_transfer(person.person.id, target, reason="", by=cast.li, now=now)


def test_whoever_keeps_neither_branch_sees_nothing_of_it(asked, cast, now):
    stranger = cast.secretary("周书记", cast._organisation("竹坪村", cast.xixi.kind, cast.township))
    with pytest.raises(NotFound):
        transfers.get_transfer(asked.id, to=stranger)
    assert transfers.list_transfers(to=stranger) == []


@pytest.mark.engine
class TestOnEveryEngine:
    @pytest.fixture
    def database_url(self, engine_url):
        return engine_url

    def test_accepted_and_taken_back_at_once_one_of_them_holds(self, asked, cast, now):
        answers = at_once(
            [
                lambda: transfers.decide_transfer(asked.id, "accept", by=cast.sun, now=now),
                lambda: transfers.withdraw_transfer(asked.id, by=cast.li, now=now),
            ]
        )
        assert sum(isinstance(answer, WrongState) for answer in answers) == 1
        moved = Transfer.get_by_id(asked.id).status is TransferStatus.ACCEPTED
        assert (home_of(cast.wang) == cast.xixi.id) is moved
