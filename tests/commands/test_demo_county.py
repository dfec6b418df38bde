"""The made-up county has what design §3 promises, and reads as if people had lived it."""

import collections

import pytest

from commands.demo import county
from models.alliances import Alliance, AllianceLevel, AllianceType
from models.appointments import Appointment, DelegatedFunction, Role
from models.audit import AuditEntry
from models.database import database, open_database
from models.notices import Delivery, DeliveryStatus
from models.organisations import Area, AreaMembership, Organisation, OrganisationKind, Sector
from models.people import Identity, Person, Standing
from models.requests import Request
from models.wishes import Claim, Wish, WishStatus
from sandbox.platform.seed_check import problem_of
from services.binding import bind_phone
from services.local_time import local_day
from services.permissions import Actor
from tests.conftest import NOW
from tests.pictures import MemoryStore
from wechat.templates import parse_templates

APPID = "wx-demo"
TEMPLATES = parse_templates("wish_update:tpl-wish-update,notice:tpl-notice")


def build(url):
    opened = open_database(url)
    opened.connect()
    return opened, county.build(APPID, TEMPLATES, "wx-demo-official", photo_store=MemoryStore(), now=NOW)


@pytest.fixture(scope="module")
def seed(engines):
    """The county, built once; answers the seed for the stand-in."""
    opened, seed = build(engines["sqlite"].fresh())
    yield seed
    opened.close_all()


def sectors(condition):
    rows = Organisation.select(Organisation.sector).where(condition)
    return collections.Counter(row.sector for row in rows)


def test_a_county_with_two_townships_and_all_sorts_of_organisations(seed):
    township = Organisation.get(name="云岭镇")
    assert [row.name for row in Organisation.select().where(Organisation.kind == OrganisationKind.TOWNSHIP)] == [
        "云岭镇",
        "枫桥镇",
    ]
    found = sectors(Organisation.path.startswith(township.path))
    assert found[Sector.VILLAGE] >= 12
    assert min(found[sector] for sector in (Sector.DEPARTMENT, Sector.ENTERPRISE, Sector.ASSOCIATION)) >= 2
    kinds = {row.kind for row in Organisation.select()}
    assert kinds >= {OrganisationKind.GENERAL_BRANCH, OrganisationKind.JOINT_BRANCH}


def test_three_areas_hold_every_village(seed):
    township = Organisation.get(name="云岭镇")
    assert Area.select().where(Area.township == township).count() == 3
    assert AreaMembership.select().count() == 14


def test_three_colours_and_one_ad_hoc_alliance_are_in_full_life(seed):
    today = local_day(NOW)
    colours = [row.type.key for row in Alliance.select().where(Alliance.level == AllianceLevel.AREA)]
    assert sorted(colours) == ["blue", "green", "red"]
    assert Alliance.select().where(Alliance.level == AllianceLevel.AD_HOC).count() == 1
    assert all(alliance.members_on(today).count() >= 5 for alliance in Alliance.select())


def test_a_past_quarter_shows_other_members(seed):
    green = Alliance.get(type=AllianceType.get(key="green"))
    then, today = ({row.name for row in green.members_on(day)} for day in (green.formed_on, local_day(NOW)))
    assert (then - today, today - then) == ({"竹坪村"}, {"菇林村"})


def test_people_enough_most_of_them_with_wechat(seed):
    assert Person.select().count() >= 300
    assert Identity.select().where(Identity.appid == APPID).count() >= 240
    assert {row.standing for row in Person.select()} == set(Standing)


def test_nobody_real_can_be_reached(seed):
    phones = [person.phone for person in Person.select().where(Person.phone.is_null(False))]
    assert all(phone.startswith("1990000") for phone in phones)
    assert all(row.id_number.startswith("99") for row in Person.select().where(Person.id_number.is_null(False)))


def test_every_branch_has_a_secretary_and_every_role_a_holder(seed):
    today = local_day(NOW)
    held = list(Appointment.select().where(Appointment.holds_on(today)))
    assert {seat.role for seat in held} == set(Role)
    led = {seat.organisation_id for seat in held if seat.role is Role.SECRETARY}
    branches = Organisation.select().where(Organisation.kind.in_(["branch", "joint_branch"]))
    assert {branch.id for branch in branches} <= led
    assert DelegatedFunction.select().count() >= 4


def test_one_seat_has_changed_hands(seed):
    assert AuditEntry.select().where(AuditEntry.action == "end_appointment").count() == 1
    assert Appointment.select().where(Appointment.ends_on < local_day(NOW)).count() == 1


def test_wishes_are_in_every_state_with_text_of_their_own(seed):
    assert {wish.status for wish in Wish.select()} == set(WishStatus)
    assert Wish.select().count() == len({wish.title for wish in Wish.select()}) >= 40
    assert Wish.select().where(Wish.shares_total > 1, Wish.status == WishStatus.OPEN, Wish.shares_taken > 0).exists()
    assert Wish.select().where(Wish.is_for_child).exists()


def test_nothing_happens_in_the_future_or_before_it_can(seed):
    assert not Wish.select().where(Wish.created_at > NOW).exists()
    assert not Claim.select().where(Claim.claimed_at > NOW).exists()
    assert not AuditEntry.select().where(AuditEntry.at > NOW).exists()
    assert not Delivery.select().where((Delivery.due_at > NOW) | (Delivery.read_at > NOW)).exists()


def test_only_a_handful_of_messages_still_wait(seed):
    counts = collections.Counter(row.status for row in Delivery.select())
    assert 1 <= counts[DeliveryStatus.PENDING] <= 5
    assert counts[DeliveryStatus.DELIVERED] > 40
    granted = [person for person in seed["people"] if person.get("grants")]
    assert granted


def test_the_new_township_is_almost_empty(seed):
    newcomer = Organisation.get(name="枫桥镇")
    below = Organisation.select(Organisation.id).where(Organisation.path.startswith(newcomer.path))
    assert 3 <= Person.select().where(Person.home.in_(below)).count() <= 20
    assert not Wish.select().where(Wish.organisation.in_(below)).exists()


def test_some_wait_for_a_secretary_and_an_elder_has_no_phone(seed):
    assert Request.select().where(Request.is_waiting == 1).count() >= 2
    assert Person.select().where(Person.phone.is_null(), Person.home.is_null(False)).exists()


def test_the_stand_in_would_take_the_seed_and_knows_the_same_people(seed):
    assert problem_of(seed) is None
    by_openid = {person["openid"]: person for person in seed["people"]}
    bound = Identity.select(Identity, Person).join(Person).where(Identity.appid == APPID)
    assert all(by_openid[row.openid]["phone"] == row.person.phone for row in bound)
    roles = {role for person in seed["people"] for role in person["roles"]}
    assert roles >= {"member", "resident", "visitor", "unbound", *(role.value for role in Role)}


def test_people_with_a_part_to_play_come_first_and_have_their_hands_free(seed):
    first = [person["roles"][0] for person in seed["people"][:5]]
    assert first == ["secretary", "member", "resident", "township_officer", "county_officer"]
    members = [person["openid"] for person in seed["people"] if person["roles"] == ["member"]][:5]
    free = Identity.select().join(Person).where(Identity.openid.in_(members), Person.open_claims == 0)
    assert free.count() == 5
    assert Claim.select().where(Claim.person.in_([row.person_id for row in free])).exists()


def test_an_unbound_member_can_be_bound_at_the_first_try(seed):
    known = {row.openid for row in Identity.select()}
    one = next(person for person in seed["people"] if person["roles"] == ["unbound"])
    assert one["openid"] not in known
    with database.atomic() as transaction:
        visitor = Person.create(created_at=NOW)
        identity = Identity.create(appid=APPID, openid=one["openid"], person=visitor, created_at=NOW)
        actor = Actor(visitor, now=NOW, identity_id=identity.id)
        bound = bind_phone(one["phone"], one["name"], is_proven=True, organisation=None, by=actor, now=NOW)
        assert bound.binding == "bound"
        transaction.rollback()


def test_the_county_is_the_same_every_time(seed, engines):
    first = database.obj
    opened, again = build(engines["sqlite"].fresh())
    try:
        assert again == seed
    finally:
        opened.close_all()
        database.initialize(first)
