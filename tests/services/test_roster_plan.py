"""What an import would do, and what it refuses to guess (features I1)."""

import pytest

from models.audit import AuditEntry
from models.encryption import key_ring
from models.people import Person, Standing
from services.errors import NotAllowed
from services.id_numbers import check_character
from services.organisations import add_organisation
from services.roster import plan_import
from services.roster_sheet import SheetRow


def id_number(order=1, born="19850101"):
    seventeen = f"990000{born}{order:03}"
    return seventeen + check_character(seventeen)


def row(number=2, name="吴大山", branch="东坑村", standing="正式党员", **cells):
    return SheetRow(number=number, name=name, standing=standing, branch=branch, **cells)


@pytest.fixture
def plan(cast, now):
    return lambda *rows, organisation=None: plan_import(rows, organisation or cast.township, by=None, now=now)


@pytest.fixture
def on_roster(cast):
    """`on_roster("吴大山", birth_month=…)` puts someone on 东坑村's roster."""

    def add(name="吴大山", home=None, **columns):
        if "id_number" in columns:
            columns["id_number_hash"] = key_ring.look_up_hash(columns["id_number"])
        home = home or cast.dongkeng
        return cast.person(name, home, standing=Standing.MEMBER, is_on_roster=True, **columns)

    return add


def reasons(plan):
    return [(error.row, error.column, error.reason) for error in plan.errors]


def test_planning_writes_nothing(cast, plan):
    before = Person.select().count(), AuditEntry.select().count()
    assert len(plan(row()).adds) == 1
    assert (Person.select().count(), AuditEntry.select().count()) == before


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"name": ""}, "姓名"),
        ({"name": "长" * 31}, "姓名"),
        ({"standing": "群众"}, "身份"),
        ({"branch": ""}, "所在党支部"),
        ({"branch": "南坑村"}, "所在党支部"),
        ({"phone": "1990000123"}, "手机号"),
        ({"phone": "19900001234/19900001235"}, "手机号"),
        ({"id_number": "990000198501010011"}, "身份证号"),
        ({"birth_month": "1985-13"}, "出生年月"),
        ({"birth_month": "2027-01"}, "出生年月"),
        ({"birth_month": "1985.1"}, "出生年月"),
        ({"birth_month": "1985-02", "id_number": id_number()}, "出生年月"),
        ({"group": "组" * 61}, "党小组"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(plan, cells, column):
    ((number, named, reason),) = reasons(plan(row(7, **cells)))
    assert (number, named) == (7, column)
    assert not any(value and value in reason for key, value in cells.items() if key in ("phone", "id_number"))


def test_all_that_is_wrong_with_a_row_is_said_at_once(plan):
    found = reasons(plan(row(name="", phone="1", birth_month="?")))
    assert [column for _, column, _ in found] == ["姓名", "手机号", "出生年月"]


@pytest.mark.parametrize(
    "written", ["1985-01", "1985/1", "1985年1月", "198501", "1985-01-31", "1985.01", "19850131", "1985年1月31日"]
)
def test_a_birth_month_is_understood_however_it_is_written(plan, written):
    assert plan(row(birth_month=written)).adds[0].birth_month == "1985-01"


def test_the_id_number_tells_the_birth_month(plan):
    assert plan(row(id_number=id_number(born="19901231"))).adds[0].birth_month == "1990-12"


def test_branches_are_found_by_what_rosters_call_them(plan, cast):
    assert plan(row(branch="东坑村党支部")).adds[0].branch_id == cast.dongkeng.id


def test_a_branch_outside_the_organisation_is_unknown(plan, cast):
    assert reasons(plan(row(branch="西溪村"), organisation=cast.dongkeng))[0][1] == "所在党支部"


def test_two_branches_of_one_name_are_not_guessed_between(plan, cast, now):
    other = add_organisation("枫桥镇", "township", parent=cast.county, by=None, now=now)
    add_organisation("东坑村", "branch", parent=other, by=None, now=now)
    assert "分乡镇" in reasons(plan(row(), organisation=cast.county))[0][2]


def test_the_id_number_finds_a_person_whose_name_and_branch_changed(plan, cast, on_roster):
    person = on_roster("吴大三", home=cast.xixi, id_number=id_number(), birth_month="1985-01")
    (change,) = plan(row(id_number=id_number())).changes
    assert change.person_id == person.id
    shown = [(one.column, one.before, one.after) for one in change.columns]
    assert shown == [("姓名", "吴大三", "吴大山"), ("所在党支部", "西溪村", "东坑村")]


def test_the_id_number_is_found_under_an_older_key(plan, cast, on_roster):
    older = key_ring.look_up_hashes(id_number())[1]
    person = on_roster(birth_month="1985-01")
    Person.update(id_number_hash=older).where(Person.id == person.id).execute()
    assert plan(row(id_number=id_number())).unchanged == (2,)


def test_a_person_on_another_townships_roster_is_not_taken(plan, cast, on_roster):
    on_roster(home=cast.xixi, id_number=id_number())
    assert "转接" in reasons(plan(row(id_number=id_number()), organisation=cast.dongkeng))[0][2]


def test_without_an_id_number_name_birth_month_and_branch_decide(plan, on_roster):
    on_roster(birth_month="1985-01")
    assert plan(row(birth_month="1985-01")).unchanged == (2,)
    assert len(plan(row(birth_month="1990-01")).adds) == 1


def test_a_file_may_fill_in_what_the_roster_lacks(plan, on_roster):
    on_roster()
    (change,) = plan(row(id_number=id_number(), phone="19900007777")).changes
    shown = [(one.column, one.after) for one in change.columns]
    assert shown == [("出生年月", "1985-01"), ("手机号", "*******7777"), ("身份证号", "已填写")]


def test_empty_cells_change_nothing(plan, on_roster):
    on_roster(id_number=id_number(), birth_month="1985-01")
    assert plan(row()).unchanged == (2,)


def test_a_different_id_number_is_a_different_person(plan, on_roster):
    on_roster(id_number=id_number(1), birth_month="1985-01")
    assert len(plan(row(id_number=id_number(2))).adds) == 1


def test_namesakes_on_the_roster_need_more_than_a_name(plan, on_roster):
    on_roster(birth_month="1985-01")
    on_roster(birth_month="1990-01")
    assert "2 位同名" in reasons(plan(row()))[0][2]


def test_namesakes_in_the_file_need_more_than_a_name(plan):
    found = reasons(plan(row(2), row(3, birth_month="1985-01"), row(4, branch="西溪村")))
    assert [number for number, _, _ in found] == [2]


def test_a_namesake_in_a_row_with_errors_still_counts(plan):
    assert [number for number, _, _ in reasons(plan(row(2), row(3, phone="1", birth_month="1985-01")))] == [2, 3]


def test_namesakes_of_one_month_need_id_numbers(plan):
    month = {"birth_month": "1985-01"}
    assert reasons(plan(row(2, **month), row(3, **month)))[0][0] == 3
    assert not plan(row(2, id_number=id_number(1)), row(3, id_number=id_number(2))).errors


def test_one_id_number_twice_is_an_error(plan):
    assert reasons(plan(row(2, id_number=id_number()), row(5, "李小河", id_number=id_number()))) == [
        (5, "身份证号", "与第 2 行相同")
    ]


def test_two_rows_do_not_take_the_same_person(plan, on_roster):
    on_roster("吴小山", id_number=id_number(), birth_month="1985-01")
    found = reasons(plan(row(2, "吴小山", birth_month="1985-01"), row(3, "吴大山", id_number=id_number())))
    assert found == [(3, "姓名", "与第 2 行是同一个人")]


def test_namesakes_do_not_both_become_the_one_without_a_birth_month(plan, on_roster):
    on_roster()
    found = reasons(plan(row(2, id_number=id_number(1)), row(3, id_number=id_number(2))))
    assert [number for number, _, _ in found] == [2, 3]


def test_who_is_missing_from_the_file_is_listed_for_its_branches_only(plan, cast):
    missing = plan(row(), row(3, "李书记", phone="1")).missing
    assert [(one.name, one.branch) for one in missing] == [("王党员", "东坑村")]


def test_a_secretary_plans_only_for_their_own_branch(cast, now):
    plan_import([row()], cast.dongkeng, by=cast.li, now=now)
    with pytest.raises(NotAllowed):
        plan_import([row()], cast.xixi, by=cast.li, now=now)
