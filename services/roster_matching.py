"""Who on the roster is the person of a row? (features I1)

The ID number decides, under every key of the ring. Without one: name, birth month and branch. What is
unclear is an error, never a guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from peewee import chunked

from models.encryption import key_ring
from models.organisations import Group, Organisation
from models.people import Person, Standing
from services.roster_rows import Entry, RowError

AT_ONCE = 500  # values in one IN (…)


class Known(NamedTuple):
    """A person as the roster has them, without decrypting anything."""

    id: int
    name: str
    home_id: int | None
    home: str | None
    home_path: str | None
    group: str | None
    standing: Standing
    birth_month: str | None
    phone_hash: str | None
    phone_tail: str
    id_number_hash: str | None
    is_on_roster: bool
    merged_into_id: int | None


COLUMNS = (
    *(Person.id, Person.name, Person.home, Organisation.name, Organisation.path, Group.name),
    *(Person.standing, Person.birth_month, Person.phone_hash, Person.phone_tail, Person.id_number_hash),
    *(Person.is_on_roster, Person.merged_into),
)


class Namesakes:
    """How often the file names someone of that name in that branch, rows with errors included."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self._count = Counter(names)

    def of(self, entry: Entry) -> int:
        return self._count[entry.branch_id, entry.name]


def known_people(entries: list[Entry]) -> list[Known]:
    """Everyone on the roster of the entries' branches, and whoever has one of their ID numbers, anywhere."""
    branches = sorted({entry.branch_id for entry in entries})
    hashes = [each for entry in entries if entry.id_number for each in key_ring.look_up_hashes(entry.id_number)]
    found: dict[int, Known] = {}
    for homes in chunked(branches, AT_ONCE):
        found.update(_select(Person.home.in_(homes) & Person.is_on_roster & Person.merged_into.is_null()))
    for some in chunked(hashes, AT_ONCE):
        found.update(_select(Person.id_number_hash.in_(some)))
    return [found[person_id] for person_id in sorted(found)]


def _select(condition: object) -> Iterator[tuple[int, Known]]:
    rows = (
        Person.select(*COLUMNS)
        .left_outer_join(Organisation, on=(Person.home == Organisation.id))
        .switch(Person)
        .left_outer_join(Group, on=(Person.group == Group.id))
        .where(condition)
    )
    for row in rows.tuples():
        known = Known(*row)  # type: ignore[misc]  # a tuple, as asked for
        yield known.id, known


class Matcher:
    """Finds each entry's person among the known ones, and takes each person once."""

    def __init__(self, known: list[Known], namesakes: Namesakes, path: str) -> None:
        self._namesakes, self._path = namesakes, path
        self._by_id_number = {person.id_number_hash: person for person in known if person.id_number_hash}
        self._by_name: dict[tuple[int | None, str], list[Known]] = {}
        for person in known:
            if person.is_on_roster and person.merged_into_id is None:
                self._by_name.setdefault((person.home_id, person.name), []).append(person)
        self._row_of: dict[int, int] = {}

    def match(self, entry: Entry) -> Known | RowError | None:
        """The person of this entry; None for somebody new; an error for what only people can tell."""
        found = self._with_id_number(entry) or self._with_name(entry)
        if isinstance(found, Known):
            other_row = self._row_of.setdefault(found.id, entry.row)
            if other_row != entry.row:
                return RowError(entry.row, "姓名", f"与第 {other_row} 行是同一个人")
        return found

    def _with_id_number(self, entry: Entry) -> Known | RowError | None:
        hashes = key_ring.look_up_hashes(entry.id_number) if entry.id_number else []
        person = next((self._by_id_number[each] for each in hashes if each in self._by_id_number), None)
        if person is None:
            return None
        if person.merged_into_id is not None:
            return RowError(entry.row, "身份证号", "这个身份证号属于一份已合并的档案，请联系镇党建办")
        if person.is_on_roster and not (person.home_path or "").startswith(self._path):
            return RowError(entry.row, "身份证号", "此人在别的党组织的名册上，请先转接组织关系")
        return person

    def _with_name(self, entry: Entry) -> Known | RowError | None:
        same_name = self._by_name.get((entry.branch_id, entry.name), [])
        if entry.id_number:
            same_name = [person for person in same_name if person.id_number_hash is None]
        if entry.birth_month is None:
            return self._only(entry, same_name)
        same_month = [person for person in same_name if person.birth_month == entry.birth_month]
        without_month = [person for person in same_name if person.birth_month is None]
        if not same_month and without_month and self._namesakes.of(entry) > 1:
            return RowError(entry.row, "姓名", "名册上有一位同名而没有出生年月的，请先在名册上补齐")
        return self._only(entry, same_month or without_month)

    def _only(self, entry: Entry, people: list[Known]) -> Known | RowError | None:
        if len(people) > 1:
            return RowError(entry.row, "姓名", f"名册上有 {len(people)} 位同名，请填写身份证号或出生年月")
        return people[0] if people else None


def errors_within_file(entries: list[Entry], namesakes: Namesakes) -> list[RowError]:
    """Rows that name the same person twice, and namesakes that nothing tells apart."""
    id_numbers: dict[str, int] = {}
    keys: dict[tuple[int, str, str], Entry] = {}
    errors = []
    for entry in entries:
        error = _error_within_file(entry, namesakes, id_numbers, keys)
        if error is not None:
            errors.append(error)
    return errors


def _error_within_file(
    entry: Entry, namesakes: Namesakes, id_numbers: dict[str, int], keys: dict[tuple[int, str, str], Entry]
) -> RowError | None:
    if entry.id_number is not None:
        first = id_numbers.setdefault(entry.id_number, entry.row)
        if first != entry.row:
            return RowError(entry.row, "身份证号", f"与第 {first} 行相同")
    if entry.birth_month is None:
        if namesakes.of(entry) > 1:
            return RowError(entry.row, "姓名", "文件里本支部有同名的人，请填写身份证号或出生年月")
        return None
    twin = keys.setdefault((entry.branch_id, entry.name, entry.birth_month), entry)
    if twin is not entry and not (twin.id_number and entry.id_number):
        return RowError(entry.row, "姓名", f"与第 {twin.row} 行同名且同年月出生，请两行都填写身份证号")
    return None
