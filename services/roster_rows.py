"""One row of a roster sheet, understood or refused cell by cell."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from models.organisations import Organisation
from models.people import Person, Standing
from services import id_numbers
from services.appointment_rules import LED_BY_SECRETARY
from services.errors import Invalid
from services.phones import normal_phone
from services.roster_sheet import HEADINGS, SheetRow

T = TypeVar("T")

STANDINGS = {
    "正式党员": Standing.MEMBER,
    "正式": Standing.MEMBER,
    "预备党员": Standing.PROBATIONARY,
    "预备": Standing.PROBATIONARY,
}
MONTH_SHAPES = (
    re.compile(r"(\d{4})[-./年](\d{1,2})月?(?:[-./]?\d{1,2}日?)?"),
    re.compile(r"(\d{4})(\d{2})(?:\d{2})?"),
)
AMBIGUOUS_MONTH = re.compile(r"\d{4}\.1")  # a number in Excel: 1985.10 has become 1985.1
WAYS_TO_SAY_BRANCH = re.compile(r"(联合)?(党?支部|党?总支|党委)(委员会)?$")
LONGEST = {"name": Person.name.max_length, "group": 60}


@dataclass(frozen=True, slots=True)
class Entry:
    """A person as a row describes them. Empty optional cells are None: they say nothing."""

    row: int
    name: str
    standing: Standing
    branch_id: int
    branch: str
    group: str | None
    birth_month: str | None
    phone: str | None = field(repr=False)
    id_number: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in which cell: Excel's row number, the column's heading, a reason in words."""

    row: int
    column: str
    reason: str


class BadCell(Exception):
    """A cell that cannot be understood. Never says what stands in it: it may be a phone or an ID number."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(column)
        self.column, self.reason = column, reason


class Branches:
    """The organisations of a subtree that people belong to, found by the names that rosters use."""

    def __init__(self, organisation: Organisation) -> None:
        rows = Organisation.select().where(
            Organisation.path.startswith(organisation.path), Organisation.closed_at.is_null()
        )
        self._by_name: dict[str, list[Organisation]] = {}
        self._by_core: dict[str, list[Organisation]] = {}
        for each in rows:
            if each.kind in LED_BY_SECRETARY:
                self._by_name.setdefault(each.name, []).append(each)
                self._by_core.setdefault(_core(each.name), []).append(each)

    def find(self, name: str) -> Organisation:
        """The branch of exactly that name, else the only one that 党支部 or the like turns it into."""
        found = self._by_name.get(name) or self._by_core.get(_core(name)) or []
        if not found:
            raise BadCell("branch", "没有这个党支部，请核对名称；只能导入本组织及下级的名册")
        if len(found) > 1:
            raise BadCell("branch", "有几个党支部叫这个名字，请分乡镇导入")
        return found[0]


def _core(name: str) -> str:
    return WAYS_TO_SAY_BRANCH.sub("", name)


def understand(row: SheetRow, branches: Branches, *, today: datetime.date) -> tuple[Entry | None, list[RowError]]:
    """The entry of a row, or everything that is wrong with it at once."""
    errors: list[RowError] = []

    def read(cell: Callable[..., T], *arguments: object) -> T | None:
        try:
            return cell(row, *arguments)
        except BadCell as bad:
            errors.append(RowError(row.number, HEADINGS[bad.column][0], bad.reason))
            return None

    name, standing, branch = read(_name), read(_standing), read(_branch, branches)
    group, phone, id_number = read(_group), read(_phone), read(_id_number, today)
    month = read(_birth_month, today)
    if errors or name is None or standing is None or branch is None:
        return None, errors
    return Entry(row.number, name, standing, branch.id, branch.name, group, month, phone, id_number), []


def _name(row: SheetRow) -> str:
    if not row.name:
        raise BadCell("name", "请填写姓名")
    if len(row.name) > LONGEST["name"]:
        raise BadCell("name", f"姓名不能超过 {LONGEST['name']} 个字，请写短些")
    return row.name


def _standing(row: SheetRow) -> Standing:
    standing = STANDINGS.get(row.standing)
    if standing is None:
        raise BadCell("standing", "请填写 正式党员 或 预备党员")
    return standing


def _branch(row: SheetRow, branches: Branches) -> Organisation:
    if not row.branch:
        raise BadCell("branch", "请填写所在党支部")
    return branches.find(row.branch)


def _group(row: SheetRow) -> str | None:
    if len(row.group) > LONGEST["group"]:
        raise BadCell("group", f"党小组名称不能超过 {LONGEST['group']} 个字，请写短些")
    return row.group or None


def _phone(row: SheetRow) -> str | None:
    try:
        return normal_phone(row.phone) if row.phone else None
    except Invalid:
        raise BadCell("phone", "手机号请写 11 位数字，只填一个") from None


def _id_number(row: SheetRow, today: datetime.date) -> str | None:
    if not row.id_number:
        return None
    id_number = row.id_number.upper()
    problem = id_numbers.problem_of(id_number, today=today)
    if problem is not None:
        raise BadCell("id_number", problem)
    return id_number


def _birth_month(row: SheetRow, today: datetime.date) -> str | None:
    """As written, or as the ID number says; the two must not differ."""
    written = _written_month(row.birth_month, today) if row.birth_month else None
    by_id = _month_of_id(row.id_number.upper(), today)
    if written and by_id and written != by_id:
        raise BadCell("birth_month", "与身份证号里的出生年月不一致，请核对")
    return by_id or written


def _written_month(text: str, today: datetime.date) -> str:
    if AMBIGUOUS_MONTH.fullmatch(text):
        raise BadCell("birth_month", "分不清是 1 月还是 10 月，请写成 1985-01 或 1985-10 这样")
    match = next((found for shape in MONTH_SHAPES if (found := shape.fullmatch(text))), None)
    if match is None:
        raise BadCell("birth_month", "请写成 1985-01 这样")
    year, month = int(match[1]), int(match[2])
    if not (year >= 1900 and 1 <= month <= 12 and (year, month) <= (today.year, today.month)):
        raise BadCell("birth_month", "没有这个月份，请核对")
    return f"{year}-{month:02}"


def _month_of_id(id_number: str, today: datetime.date) -> str | None:
    if id_numbers.problem_of(id_number, today=today) is not None:
        return None
    return f"{id_number[6:10]}-{id_number[10:12]}"
