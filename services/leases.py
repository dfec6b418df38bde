"""Which worker leads, and that each firing of a job happens once.

Time here is the database's own clock: machines' clocks differ, and a desk's may have been moved ahead.
"""

from __future__ import annotations

import datetime

import peewee
from peewee import Case

from models.database import database
from models.jobs import JobRun, Lease, WorkerHeartbeat
from models.unit_of_work import unit_of_work

KEEP_RUNS = datetime.timedelta(days=7)


def database_now() -> datetime.datetime:
    """The database's clock, in UTC."""
    if isinstance(database.obj, peewee.SqliteDatabase):
        sql = "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')"
    elif isinstance(database.obj, peewee.PostgresqlDatabase):
        sql = "SELECT clock_timestamp() AT TIME ZONE 'utc'"
    else:
        sql = "SELECT UTC_TIMESTAMP(6)"
    (value,) = database.execute_sql(sql).fetchone()
    instant = datetime.datetime.fromisoformat(value) if isinstance(value, str) else value
    utc: datetime.datetime = instant.replace(tzinfo=datetime.UTC)
    return utc


@unit_of_work
def lead(name: str, *, holder: str, seconds: float) -> bool:
    """Take or keep the lead for so many seconds; False while somebody else has it."""
    now = database_now()
    until = now + datetime.timedelta(seconds=seconds)
    taken = Lease.update(
        holder=holder,
        expires_at=until,
        fence=Lease.fence + Case(None, [(Lease.holder == holder, 0)], 1),
    ).where(Lease.name == name, (Lease.holder == holder) | (Lease.expires_at < now))
    if taken.execute() == 1:
        return True
    first = Lease.insert(name=name, holder=holder, expires_at=until).on_conflict_ignore().as_rowcount()
    return bool(first.execute() == 1)


@unit_of_work
def step_down(name: str, *, holder: str) -> None:
    """Give the lead back at once, so that the next worker need not wait."""
    Lease.update(expires_at=database_now()).where(Lease.name == name, Lease.holder == holder).execute()


@unit_of_work
def start_run(job: str, *, every_seconds: float, holder: str) -> datetime.datetime | None:
    """Claim this job's present slot; answers it, or None when it has already been run."""
    now = database_now()
    slot = datetime.datetime.fromtimestamp(now.timestamp() // every_seconds * every_seconds, datetime.UTC)
    run = JobRun.insert(job=job, slot=slot, started_at=now, holder=holder).on_conflict_ignore().as_rowcount()
    return slot if run.execute() == 1 else None


@unit_of_work
def finish_run(job: str, slot: datetime.datetime) -> None:
    JobRun.update(finished_at=database_now()).where(JobRun.job == job, JobRun.slot == slot).execute()


@unit_of_work
def beat(worker: str) -> None:
    """Note that this worker is alive."""
    now = database_now()
    if WorkerHeartbeat.update(beat_at=now).where(WorkerHeartbeat.worker == worker).execute() != 1:
        WorkerHeartbeat.insert(worker=worker, beat_at=now).on_conflict_ignore().execute()


@unit_of_work
def forget_old_runs() -> int:
    """Delete notes of firings and of workers long gone; answers how many firings."""
    old = database_now() - KEEP_RUNS
    WorkerHeartbeat.delete().where(WorkerHeartbeat.beat_at < old).execute()
    deleted: int = JobRun.delete().where(JobRun.started_at < old).execute()
    return deleted
