"""What a row says that the roster does not, column by column, as it may be shown to people."""

from __future__ import annotations

from collections.abc import Iterator

from models.encryption import key_ring
from models.people import Standing
from services.phones import masked
from services.roster_matching import Known
from services.roster_plan import ColumnChange
from services.roster_rows import Entry

STANDING_NAMES = {Standing.MEMBER: "正式党员", Standing.PROBATIONARY: "预备党员", Standing.RESIDENT: "群众"}


def differences(entry: Entry, known: Known) -> Iterator[ColumnChange]:
    """Columns that would change. An empty cell says nothing; only a change of branch empties the group."""
    for column, before, after in _open_columns(entry, known):
        if before != after:
            yield ColumnChange(column, before, after)
    if entry.phone and known.phone_hash not in key_ring.look_up_hashes(entry.phone):
        yield ColumnChange("手机号", masked(known.phone_tail), masked(entry.phone[-4:]))
    if entry.id_number and known.id_number_hash not in key_ring.look_up_hashes(entry.id_number):
        yield ColumnChange("身份证号", "", "已填写")
    if not known.is_on_roster:
        yield ColumnChange("名册", "", "加入名册")


def _open_columns(entry: Entry, known: Known) -> Iterator[tuple[str, str, str]]:
    moves = known.home_id != entry.branch_id
    group, month = known.group or "", known.birth_month or ""
    yield "姓名", known.name, entry.name
    yield "身份", STANDING_NAMES[known.standing], STANDING_NAMES[entry.standing]
    yield "所在党支部", known.home if moves and known.home else entry.branch, entry.branch
    yield "党小组", group, entry.group or ("" if moves else group)
    yield "出生年月", month, entry.birth_month or month
