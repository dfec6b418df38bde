"""Carrying out an import: all of it or nothing, once (features I1)."""

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.audit import AuditEntry
from models.database import database
from models.organisations import Group
from models.people import Person, Standing
from services import audit_words, people_desk
from services.errors import ChangedMeanwhile, Conflict, Invalid
from services.id_numbers import check_character
from services.people_desk import Particulars
from services.roster import carry_out, plan_import
from services.roster_sheet import SheetRow, read_sheet
from tests.services.workbooks import workbook

WU = SheetRow(2, "吴大山", "预备党员", "东坑村", "第一小组", "19900007777", "", "1985-01")


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def run(cast, now):
    """Plan and carry out at once."""

    def import_rows(*rows, **options):
        plan = plan_import(rows, cast.township, by=None, now=now)
        return carry_out(plan, by=None, now=now, **options)

    return import_rows


def test_a_confirmed_plan_puts_people_on_the_roster(cast, run):
    run(WU)
    person = Person.get(name="吴大山")
    assert (person.home, person.standing, person.group.name) == (cast.dongkeng, Standing.PROBATIONARY, "第一小组")
    assert (person.phone, person.birth_month, person.is_on_roster) == ("19900007777", "1985-01", True)


def test_importing_again_changes_nothing(run):
    run(WU)
    before = list(Person.select().dicts()), AuditEntry.select().count()
    assert run(WU).unchanged == (2,)
    assert (list(Person.select().dicts()), AuditEntry.select().count()) == before


def test_a_move_to_another_branch_leaves_the_old_group_behind(cast, run, now):
    run(SheetRow(2, "吴大山", "正式党员", "东坑村", "第一小组", "", _id_number(1)))
    run(SheetRow(2, "吴大山", "正式党员", "西溪村", id_number=_id_number(1)))
    person = Person.get(name="吴大山")
    assert (person.home, person.group) == (cast.xixi, None)
    assert '"所在党支部"' in AuditEntry.get(action="change_person").after


def test_a_form_that_was_open_meanwhile_does_not_undo_the_import(cast, run, now):
    run(WU)
    opened = Person.get(name="吴大山")
    run(SheetRow(2, "吴大山", "正式党员", "东坑村", birth_month="1985-01"))
    as_before = Particulars("吴大山", Standing.PROBATIONARY, group="第一小组", birth_month="1985-01")
    with pytest.raises(ChangedMeanwhile):
        people_desk.change_person(opened.id, as_before, version=opened.version, by=cast.li, now=now)
    assert Person.get_by_id(opened.id).standing is Standing.MEMBER


def test_the_trail_says_what_an_import_changed_of_a_person(run):
    run(WU)
    run(dataclasses.replace(WU, standing="正式党员", phone="19900006666"))
    changes = audit_words.changes_of(AuditEntry.get(action="change_person"))
    assert [(each.name, each.before, each.after) for each in changes] == [
        ("身份", "预备党员", "正式党员"),
        ("改动的栏目", "", "身份、手机号"),
    ]


def test_one_bad_row_stops_everything(run):
    with pytest.raises(Invalid) as refused:
        run(WU, SheetRow(3, "", "正式党员", "东坑村"))
    assert refused.value.code == "roster_has_errors"
    assert not Person.select().where(Person.name == "吴大山").exists()


def test_good_rows_may_go_ahead_when_asked(run):
    done = run(WU, SheetRow(3, "", "正式党员", "东坑村"), skip_errors=True)
    assert (len(done.adds), done.rows_with_errors) == (1, (3,))
    assert Person.select().where(Person.name == "吴大山").exists()


def test_a_roster_that_changed_meanwhile_is_looked_at_again(cast, now):
    plan = plan_import([WU], cast.township, by=None, now=now)
    cast.person("吴大山", cast.dongkeng, is_on_roster=True, birth_month="1985-01")
    with pytest.raises(Conflict) as refused:
        carry_out(plan, by=None, now=now)
    assert refused.value.code == "roster_changed"


def test_the_same_plan_twice_has_one_effect(cast, now):
    plan = plan_import([WU], cast.township, by=None, now=now)
    for _ in range(2):
        carry_out(plan, by=None, now=now)
    assert Person.select().where(Person.name == "吴大山").count() == 1


def test_a_couple_may_share_a_phone(run):
    run(WU, SheetRow(3, "何秋菊", "正式党员", "东坑村", phone=WU.phone))
    assert Person.select().where(Person.phone_tail == "7777").count() == 2


def test_someone_missing_from_the_file_is_left_alone(cast, run):
    run(WU)
    assert Person.get_by_id(cast.wang.person.id).is_on_roster


def test_a_resident_with_that_id_number_becomes_a_member(cast, run):
    run(SheetRow(2, "吴大山", "正式党员", "东坑村", id_number=_id_number(1)))
    Person.update(is_on_roster=False, standing=Standing.RESIDENT).where(Person.name == "吴大山").execute()
    run(SheetRow(2, "吴大山", "正式党员", "东坑村", id_number=_id_number(1)))
    assert Person.get(name="吴大山").is_on_roster


def _id_number(order: int) -> str:
    seventeen = f"99000019850101{order:03}"
    return seventeen + check_character(seventeen)


rows = st.builds(
    SheetRow,
    number=st.just(0),
    name=st.sampled_from(["吴大山", "何秋菊", "王党员", ""]),
    standing=st.sampled_from(["正式党员", "预备党员"]),
    branch=st.sampled_from(["东坑村", "西溪村党支部"]),
    group=st.sampled_from(["", "第一小组", "第二小组"]),
    phone=st.sampled_from(["", "19900007777", "19900008888"]),
    id_number=st.sampled_from(["", "", _id_number(1), _id_number(2)]),
    birth_month=st.sampled_from(["", "1985-01", "1990-07"]),
)


@given(st.lists(rows, max_size=6))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_imported_is_unchanged_the_next_time(cast, run, drawn):
    numbered = [dataclasses.replace(row, number=number) for number, row in enumerate(drawn, 2)]
    with database.atomic() as transaction:
        first = run(*numbered, skip_errors=True)
        second = run(*numbered, skip_errors=True)
        assert not second.has_work
        assert len(second.unchanged) >= len(first.adds) + len(first.changes) + len(first.unchanged)
        transaction.rollback()


def test_five_thousand_rows_are_a_matter_of_few_queries(cast, now):
    lines = [
        (f"人{number}", "正式党员", "东坑村", f"第{number % 9}小组", 19900000000 + number, _id_number_of(number), None)
        for number in range(5000)
    ]
    counted = []
    database.obj.query_hooks.append(lambda *query: counted.append(query))
    done = carry_out(plan_import(read_sheet(workbook(*lines)), cast.township, by=None, now=now), by=None, now=now)
    again = plan_import(done.rows, cast.township, by=None, now=now)
    assert (len(done.adds), len(again.unchanged)) == (5000, 5000)
    assert 0 < len(counted) < 200
    assert Group.select().count() == 9


def _id_number_of(number: int) -> str:
    seventeen = f"99000{number // 1000}19850101{number % 1000:03}"
    return seventeen + check_character(seventeen)
