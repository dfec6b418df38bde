"""Taking a table away: what was filtered, who took it and why, and nothing sensitive unless asked for."""

import io
import json

import pytest
from openpyxl import load_workbook

from models.appointments import Appointment, DelegatedFunction, Function, Role
from models.audit import AuditEntry
from models.tasks import TaskStatus
from services import export_tasks, exports, task_running, tasks
from services.errors import Invalid
from services.export_kinds import KINDS
from services.exports import Wanted, export_table
from tests.event_cast import make_event


@pytest.fixture
def database_url(engine_url):
    return engine_url


def lines(file):
    """The sheet from its headings on, and its first line."""
    rows = list(load_workbook(io.BytesIO(file.content)).worksheets[0].iter_rows(values_only=True))
    return rows[0][0], [tuple("" if cell is None else cell for cell in row) for row in rows[2:]]


def export(table, ids, *, by, now, **options):
    return lines(export_table(KINDS[table], Wanted(ids, "镇里开会", **options), by=by, now=now))


def test_the_rows_stand_as_they_were_filtered_and_ordered(cast, now):
    ids = [cast.chen.person.id, cast.li.person.id]
    mark, rows = export("people", ids, filters="姓名含「书记」", by=cast.li, now=now)

    assert [row[0] for row in rows[1:3]] == ["陈村民", "李书记"]
    assert rows[-1][0] == "筛选条件：姓名含「书记」。共 2 行。"
    assert mark == "李书记 2026年11月23日 09:00 导出，用途：镇里开会。只限这个用途，不得外传"


def test_phones_stay_out_unless_asked_for_and_asking_is_noted(cast, now):
    ids = [cast.wang.person.id]
    _, without = export("people", ids, by=cast.li, now=now)
    _, with_them = export("people", ids, with_sensitive=True, by=cast.li, now=now)

    phone = cast.wang.person.phone
    assert (phone in str(without), phone in str(with_them)) == (False, True)
    noted = [json.loads(entry.after)["sensitive"] for entry in AuditEntry.select().where(AuditEntry.subject == "table")]
    assert noted == ["", "手机号、身份证号、出生年月"]
    (first, *_) = AuditEntry.select().where(AuditEntry.subject == "table")
    assert (first.reason, first.organisation_id) == ("镇里开会", cast.dongkeng.id)


def test_a_seat_without_contacts_gets_none_even_when_it_asks(cast, now):
    assistant = cast.member("助理", cast.dongkeng)
    seat = Appointment.get(Appointment.person == cast.li.person)
    post = cast.appoint(assistant, Role.ASSISTANT, cast.dongkeng, delegated_by=seat)
    DelegatedFunction.create(appointment=post, function=Function.MANAGE_PEOPLE)
    by = cast.actor(assistant.person)
    _, rows = export("people", [cast.wang.person.id], with_sensitive=True, by=by, now=now)

    assert rows[1][-3:] == ("无权查看", "无权查看", "无权查看")


def test_what_one_may_not_see_is_left_out_whatever_ids_are_asked_for(cast, now):
    _, rows = export("people", [cast.zhao.person.id, cast.wang.person.id], by=cast.li, now=now)

    assert [row[0] for row in rows[1:2]] == ["王党员"]
    assert rows[-1][0] == "全部，共 1 行。"


def test_without_a_reason_nothing_is_taken_away(cast, now):
    with pytest.raises(Invalid) as refusal:
        export_table(KINDS["people"], Wanted([], ""), by=cast.li, now=now)
    assert "reason" in refusal.value.fields
    assert not AuditEntry.select().where(AuditEntry.subject == "table").exists()


@pytest.mark.parametrize("table", list(KINDS))
def test_every_table_can_be_taken_away_whole(cast, now, table):
    cast.wish()
    make_event(cast)
    kind = KINDS[table]
    ids = [row.id for row in kind.visible(cast.li, now)]
    _, rows = export(table, ids, by=cast.li, now=now)

    assert rows[0] == tuple(column.heading for column in kind.columns if not column.is_sensitive)
    assert rows[-1][0] == f"全部，共 {len(ids)} 行。"


def test_a_large_one_is_made_by_a_worker_with_its_progress(cast, now, monkeypatch):
    monkeypatch.setattr(exports, "BATCH", 1)
    wanted = exports.as_file(Wanted([cast.wang.person.id, cast.li.person.id], "镇里开会"))
    task = tasks.start_task("export_table", "导出人员名册", {"table": "people"}, handed_in=wanted, by=cast.li, now=now)
    done = task_running.run_next(worker="w", clock=lambda: now)
    assert done is not None

    again = tasks.get_task(task.id, to=cast.li)
    assert (again.status, again.done, again.total) == (TaskStatus.DONE, 2, 2)
    _, rows = lines(tasks.fetch_result(task.id, by=cast.li, now=now))
    assert [row[0] for row in rows[1:3]] == ["王党员", "李书记"]
    assert export_tasks.run in task_running.KINDS.values()
