"""The wisher's name and phone: who sees them, when, and how they go (features W7, W8)."""

import datetime

import pytest

from models.appointments import Role
from models.audit import AuditEntry
from models.database import database
from models.wishes import WishStatus
from services import claims, policies, wish_contacts, wishes
from services.errors import NotAllowed, NotFound

DAY = datetime.timedelta(days=1)
PHONE = "19900000012"


@pytest.fixture
def see(now):
    return lambda wish, person: wish_contacts.see_contact(wish, by=person, now=now)


@pytest.fixture
def claimed(cast, steps):
    """A wish for 陈奶奶, in 王党员's hands unless told otherwise."""

    def make(*people, **columns):
        columns = {"wisher": None, "wisher_name": "陈奶奶", "contact_phone": PHONE, **columns}
        return steps.claimed(*(people or [cast.wang]), **columns)

    return make


def looks():
    return AuditEntry.select().where(AuditEntry.action == "see_contact").count()


def test_the_helper_who_has_it_in_hand_sees_it(claimed, see, cast):
    assert see(claimed(), cast.wang) == wish_contacts.Contact("陈奶奶", PHONE)


def test_without_a_number_on_the_wish_it_is_the_known_wisher_s_own(claimed, see, cast):
    wish = claimed(wisher=cast.chen.person, wisher_name=None, contact_phone=None)

    assert see(wish, cast.wang) == wish_contacts.Contact("陈村民", cast.chen.person.phone)


def test_a_resident_whom_the_branch_approved_sees_it_too(claimed, see, cast):
    lin = cast.resident("林村民", cast.dongkeng)

    assert see(claimed(lin), lin)


def test_a_visitor_does_not_see_it_and_delivers_through_the_secretary(claimed, see, cast):
    visitor = cast.visitor()

    assert see(claimed(visitor), visitor) is None


def test_nobody_else_sees_it(claimed, see, cast):
    wish = claimed()

    assert [see(wish, person) for person in (cast.zhao, cast.li, cast.chen)] == [None] * 3
    assert looks() == 0


def test_a_child_s_contact_opens_to_nobody(claimed, see, cast):
    assert see(claimed(is_for_child=True), cast.wang) is None


def test_it_closes_at_once_when_given_up(claimed, see, cast, now):
    wish = claimed()
    claims.give_up_claim(wish.id, by=cast.wang, now=now)

    assert see(wish, cast.wang) is None


def test_it_closes_when_delivered_and_opens_again_when_the_wisher_is_not_satisfied(claimed, see, cast, now):
    wish = claimed()
    claims.fulfil_wish(wish.id, "", is_held=False, by=cast.wang, now=now)
    assert see(wish, cast.wang) is None
    claims.confirm_wish(wish.id, False, comment="还没到", by=cast.chen, now=now)

    assert see(wish, cast.wang)


def test_it_closes_when_the_wish_is_withdrawn(claimed, see, cast, now):
    wish = claimed()
    wishes.withdraw_wish(wish.id, by=cast.chen, now=now)

    assert see(wish, cast.wang) is None


def test_each_look_is_in_the_trail(claimed, see, cast, now):
    wish = claimed()
    see(wish, cast.wang)
    see(wish, cast.wang)

    assert looks() == 2
    entry = AuditEntry.get(action="see_contact")
    assert (entry.actor_id, entry.subject_id) == (cast.wang.person.id, wish.id)
    assert PHONE not in str(list(AuditEntry.select().dicts()))


class TestTheVillagesOwnLook:
    def test_the_secretary_s_look_is_logged_with_its_reason(self, claimed, cast, now):
        contact = wish_contacts.reveal_contact(claimed(), reason="回访", by=cast.li, now=now)

        assert contact.phone == PHONE
        assert AuditEntry.get(action="see_contact").reason == "回访"

    @pytest.mark.parametrize("role", [Role.GRID_WORKER, Role.AREA_LEAD, Role.COUNTY_OFFICER])
    def test_seats_without_the_function_are_refused(self, claimed, cast, now, role):
        gao = cast.member("高某", cast.dongkeng)
        cast.appoint(gao, role, cast.dongkeng)

        with pytest.raises(NotAllowed):
            wish_contacts.reveal_contact(claimed(), reason="", by=cast.actor(gao.person), now=now)
        assert looks() == 0

    def test_what_is_not_there_is_not_found(self, claimed, cast, now):
        with pytest.raises(NotFound):
            wish_contacts.reveal_contact(claimed(contact_phone=None), reason="", by=cast.li, now=now)


class TestLookingTooOften:
    @pytest.fixture
    def look_and_give_up(self, claimed, see, cast):
        def run(at, *, looks=True):
            wish = claimed(at=at)
            if looks:
                see(wish, cast.wang)
            claims.give_up_claim(wish.id, by=cast.wang, now=at)

        return run

    def alerts(self, cast, inbox_of):
        return inbox_of(cast.li).count("请留意一位认领人")

    def test_the_third_time_in_a_month_the_secretary_is_told(self, look_and_give_up, cast, inbox_of, now):
        look_and_give_up(now)
        look_and_give_up(now + 14 * DAY)
        assert self.alerts(cast, inbox_of) == 0
        look_and_give_up(now + 29 * DAY)

        assert self.alerts(cast, inbox_of) == 1

    def test_spread_over_longer_it_is_no_pattern(self, look_and_give_up, cast, inbox_of, now):
        for days in (0, 16, 32):
            look_and_give_up(now + days * DAY)

        assert self.alerts(cast, inbox_of) == 0

    def test_giving_up_without_having_looked_is_no_pattern(self, look_and_give_up, cast, inbox_of, now):
        for _ in range(4):
            look_and_give_up(now, looks=False)

        assert self.alerts(cast, inbox_of) == 0

    def test_the_alert_names_nobody(self, look_and_give_up, cast, now):
        from models.notices import Notice

        for _ in range(3):
            look_and_give_up(now)

        alert = Notice.get(title="请留意一位认领人")
        assert "王党员" not in alert.body + alert.fields


class TestErasure:
    @pytest.fixture
    def closed(self, cast, now):
        """A wish closed at `now`."""
        columns = {"wisher_name": "陈奶奶", "contact_phone": PHONE, "closed_at": now}
        return cast.wish(**columns, status=WishStatus.FULFILLED)

    def erase(self, now, days):
        return wish_contacts.erase_old_contacts(now=now + days * DAY)

    def test_ninety_days_after_closing_it_is_erased_and_logged_once(self, closed, now, steps):
        assert [self.erase(now, days) for days in (89, 90, 91)] == [0, 1, 0]

        wish = steps.again(closed)
        assert (wish.wisher_name, wish.contact_phone) == (None, None)
        assert AuditEntry.select().where(AuditEntry.action == "erase_contact").count() == 1

    def test_nothing_is_left_in_the_row(self, closed, now):
        self.erase(now, 90)

        stored = database.execute_sql("SELECT wisher_name, contact_phone FROM wish").fetchone()
        assert tuple(stored) == (None, None)

    def test_a_wish_that_is_not_closed_keeps_it(self, cast, now, steps):
        wish = cast.wish(contact_phone=PHONE)

        assert self.erase(now, 900) == 0
        assert steps.again(wish).contact_phone == PHONE

    def test_the_known_wisher_s_own_number_is_not_shown_after_that_either(self, closed, cast, now, steps):
        self.erase(now, 90)

        with pytest.raises(NotFound):
            wish_contacts.reveal_contact(steps.again(closed), reason="", by=cast.li, now=now)

    def test_the_township_may_choose_another_period(self, closed, cast, now):
        policies.decide("privacy.wish_contact_days", 30, cast.dongkeng, by=cast.li, now=now)

        assert self.erase(now, 30) == 1
