"""A made-up township of any size, written straight into an empty database.

Everything follows from a row's number, so that the requests know whom to log in and what to ask for.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from models import schema
from models.database import database, open_database
from models.encryption import key_ring
from models.unit_of_work import is_sqlite

SECRET_KEY = "bench-only-key-of-thirty-two-characters-and-more"
COUNTY, TOWNSHIP, FIRST_BRANCH, BRANCHES = 1, 2, 3, 20
CONTESTED_WISHES = 16_000  # the first ones: open, each with rivals (H1)
LONG_AGO, FOR_EVER = "2026-01-05 01:00:00.000000", "2100-01-01 00:00:00.000000"
RUSH_EVENTS, RUSH_CAPACITY = 400, 50  # the first ones: nobody has signed up yet (H2)
COMING_EVENTS = 50  # the next ones: everyone has signed up for one of them (H5)
NEXT_CENTURY = datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)
DETAIL = "天冷了，村口的老人想要一床厚一点的棉被，最好两米宽，送到家里来，谢谢大家。" * 3
AT_ONCE = 50_000  # rows in one COPY

Rows = Iterable[tuple[Any, ...]]


def token_of(person_id: int) -> str:
    return hashlib.sha256(b"login-%d" % person_id).hexdigest()


def branch_of(number: int) -> int:
    """The branch a person or a wish of that number belongs to."""
    return FIRST_BRANCH + number * 13 % BRANCHES


def maker_of(wish_id: int, rows: int) -> int:
    return wish_id * 31 % rows + 1


def party_day_of(person_id: int) -> int:
    """The Party day, on now, of a person's branch; one for each branch (H3)."""
    return branch_of(person_id) - FIRST_BRANCH + 1


def coming_event_of(person_id: int) -> int:
    return RUSH_EVENTS + 1 + person_id % COMING_EVENTS


def seed(url: str, rows: int) -> None:
    """Make the schema and fill it with so many people, wishes and everything else."""
    key_ring.load((SECRET_KEY,))
    opened = open_database(url)
    with opened.connection_context():
        schema.upgrade()
        for table, columns, data in _tables(rows):
            _write(table, columns.split(), data)
        _settle()
    opened.close_all()


def _tables(n: int) -> Iterator[tuple[str, str, Rows]]:
    phone, name = key_ring.encrypt("19900000012"), key_ring.encrypt("周奶奶")  # one cipher text serves for all
    numbers = range(1, n + 1)
    yield "organisation", "id name kind sector parent_id path created_at", _organisations()
    # The limit must not bind here: a bench of refusals would be too easy. (The policy is still looked up.)
    yield "policy", "organisation_id name value from_at", [(COUNTY, "wish.claim_limit", "1000000", LONG_AGO)]
    yield (
        "person",
        "id name standing home_id phone phone_hash phone_tail is_on_roster open_claims created_at",
        (
            (i, f"党员{i}", "member", branch_of(i), phone, _hash(i), "0012", True, int(_is_in_hand(i)), LONG_AGO)
            for i in numbers
        ),
    )
    yield (
        "session",
        "token_hash person_id created_at expires_at",
        ((hashlib.sha256(token_of(i).encode()).hexdigest(), i, LONG_AGO, FOR_EVER) for i in numbers),
    )
    yield (
        "wish",
        "id organisation_id made_by_id wisher_id kind status title detail wisher_name contact_phone is_for_child"
        " may_show_name public_name shares_total shares_taken reason created_at opened_at",
        (_wish(i, n, name, phone) for i in numbers),
    )
    yield (
        "claim",
        "wish_id person_id status claimed_at last_progress_at ended_at",
        ((i * 37 % n + 1, i * 41 % n + 1, "given_up", *[LONG_AGO] * 3) for i in range(1, n // 2 + 1)),
    )
    yield (
        "claim",
        "wish_id person_id status is_held claimed_at last_progress_at",
        ((i, i, "active", 1, LONG_AGO, LONG_AGO) for i in numbers if _is_in_hand(i)),
    )
    yield from _events(n)
    yield from _party_days(n)
    yield (
        "audit_entry",
        "actor_id action subject subject_id before after reason origin at",
        ((i, "make_wish", "wish", i, "{}", "{}", "", "seed", LONG_AGO) for i in numbers),
    )
    yield (
        "notice",
        "id purpose title body page fields created_at",
        (
            (i, "wish_update", "心愿已上墙", "有人认领会告诉您。", f"wishes/wish/wish?id={i}", "{}", LONG_AGO)
            for i in numbers
        ),
    )
    yield (
        "delivery",
        "notice_id person_id status reason attempts due_at sent_at",
        ((i, maker_of(i, n), "delivered", "", 1, LONG_AGO, LONG_AGO) for i in numbers),
    )


def _organisations() -> Iterator[tuple[Any, ...]]:
    yield COUNTY, "青溪县", "county", None, None, "/1/", LONG_AGO
    yield TOWNSHIP, "云岭镇", "township", None, COUNTY, "/1/2/", LONG_AGO
    for i in range(FIRST_BRANCH, FIRST_BRANCH + BRANCHES):
        yield i, f"第{i}村党支部", "branch", "village", TOWNSHIP, f"/1/2/{i}/", LONG_AGO


def _wish(i: int, n: int, name: str, phone: str) -> tuple[Any, ...]:
    status = "open" if i <= CONTESTED_WISHES or i % 5 else "withdrawn"
    status = "in_progress" if _is_in_hand(i) else status
    branch, maker = branch_of(i), maker_of(i, n)
    # Every third wish is made for someone whom the system does not know otherwise.
    wisher = (None, name, phone) if i % 3 == 0 else (maker, None, None)
    wisher_id, wisher_name, contact_phone = wisher
    return (
        *(i, branch, maker, wisher_id, "goods", status, f"一床厚棉被（{i}）", DETAIL, wisher_name, contact_phone),
        *(False, False, f"第{branch}村一位老人", 1, int(_is_in_hand(i)), "", LONG_AGO, LONG_AGO),
    )


def _is_in_hand(i: int) -> bool:
    """Whether the wish of that number is in the hands of the person of that number."""
    return i > CONTESTED_WISHES and i % 5 in (1, 2)


def _events(n: int) -> Iterator[tuple[str, str, Rows]]:
    yield (
        "event",
        "id organisation_id made_by_id status title detail place starts_at ends_at opens_at closes_at cancel_hours"
        " overlap_grace_minutes audience is_restricted attendance_mode change_number reason created_at",
        (_event(i) for i in range(1, RUSH_EVENTS + COMING_EVENTS + 1)),
    )
    signed_up = -(-n // COMING_EVENTS)  # at the fullest of the coming events
    yield (
        "post",
        "id event_id name needs skills capacity waiting confirmed last_ticket is_open",
        (
            (i, i, "清扫", "", "", RUSH_CAPACITY if i <= RUSH_EVENTS else n, 0, 0 if i <= RUSH_EVENTS else signed_up,
             0 if i <= RUSH_EVENTS else signed_up, True)
            for i in range(1, RUSH_EVENTS + COMING_EVENTS + 1)
        ),
    )  # fmt: skip
    yield (
        "sign_up",
        "event_id post_id person_id status is_held ticket seats is_walk_in kept_change signed_up_at confirmed_at"
        " is_end_assumed",
        (
            (coming_event_of(i), coming_event_of(i), i, "confirmed", 1, 1 + i // COMING_EVENTS, 1, False, 0, LONG_AGO,
             LONG_AGO, False)
            for i in range(1, n + 1)
        ),
    )  # fmt: skip


def _event(i: int) -> tuple[Any, ...]:
    """One every three hours, so that none overlaps another."""
    starts = NEXT_CENTURY + datetime.timedelta(hours=3 * i)
    starts_at, ends_at = (f"{at:%Y-%m-%d %H:%M}:00.000000" for at in (starts, starts + datetime.timedelta(hours=2)))
    place = (f"河道清洁（{i}）", "自带手套，村里备水。", "东坑村文化礼堂")
    times = (starts_at, ends_at, LONG_AGO, starts_at)
    rest = (24, 0, "everyone", False, "roll_call", 0, "", LONG_AGO)
    return (i, branch_of(i), i, "open", *place, *times, *rest)


def _party_days(n: int) -> Iterator[tuple[str, str, Rows]]:
    """One of each branch, open to check in, with everyone of the branch on its sheet."""
    days = range(1, BRANCHES + 1)
    yield (
        "party_day",
        "id organisation_id kind status title place material check_in opens_at starts_at ends_at first_starts_at"
        " first_reminded_at last_reminded_at frozen_at created_by_id created_at",
        (
            (i, FIRST_BRANCH + i - 1, "party_day", "planned", "主题党日", "党群服务中心", "", "both", LONG_AGO,
             LONG_AGO, FOR_EVER, *[LONG_AGO] * 4, 1, LONG_AGO)
            for i in days
        ),
    )  # fmt: skip
    yield (
        "party_day_sheet",
        "id party_day_id organisation_id joined_at",
        ((i, i, FIRST_BRANCH + i - 1, LONG_AGO) for i in days),
    )
    yield (
        "attendance",
        "party_day_id person_id sheet_id home_id status has_vote",
        ((party_day_of(i), i, party_day_of(i), branch_of(i), "not_yet", True) for i in range(1, n + 1)),
    )


def _hash(number: int) -> str:
    return hashlib.sha256(b"phone-%d" % number).hexdigest()


def _write(table: str, columns: list[str], data: Rows) -> None:
    rows = iter(data)
    if is_sqlite():
        marks = ", ".join("?" * len(columns))
        with database.atomic():
            database.connection().executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
        return
    copy = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with database.atomic():
        while some := list(itertools.islice(rows, AT_ONCE)):
            text = "\n".join("\t".join(r"\N" if value is None else str(value) for value in row) for row in some)
            database.connection().cursor().copy_expert(copy, io.StringIO(text))


def _settle() -> None:
    """Statistics for the planner, and the next free ids."""
    if is_sqlite():
        database.execute_sql("ANALYZE")
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    # Those seeded with their ids:
    for table in ("organisation", "person", "wish", "notice", "event", "post", "party_day", "party_day_sheet"):
        database.execute_sql(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
    database.connection().autocommit = True  # VACUUM allows no transaction
    database.execute_sql("VACUUM ANALYZE")
