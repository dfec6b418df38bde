"""Bringing a database to the present schema, once, however many processes start together."""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import peewee
from playhouse.migrations import Runner

import models
from models.base import BaseModel
from models.database import database

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK_NAME = "schema_migration"
LOCK_NUMBER = 7_303_003  # PostgreSQL's advisory locks are numbers; any will do that nobody else takes
LOCK_SECONDS = 120


def all_models() -> list[type[BaseModel]]:
    """Every table, parents before children."""
    for module in pkgutil.iter_modules(models.__path__):
        if not module.ispkg:
            importlib.import_module(f"models.{module.name}")
    ours = [table for table in BaseModel.__subclasses__() if table.__module__.startswith("models.")]
    tables: list[type[BaseModel]] = peewee.sort_models(ours)  # type: ignore[attr-defined]  # not in its stubs
    return tables


def upgrade() -> list[str]:
    """Apply what is missing under the engine's own lock; answers the names of the migrations applied."""
    with _exclusive():
        applied: list[str] = _runner().up()
        return applied


def missing_migrations() -> list[str]:
    """Names of migrations that this version has and the database lacks."""
    return [migration.name for migration in _runner().status() if not migration.applied]


def _runner() -> Runner:
    return Runner(database.obj, str(MIGRATIONS))


@contextlib.contextmanager
def _exclusive() -> Iterator[None]:
    """Hold the engine's lock: the lease table cannot serve here, it is not there yet."""
    if isinstance(database.obj, peewee.SqliteDatabase):
        with database.atomic("EXCLUSIVE"):
            yield
    elif isinstance(database.obj, peewee.PostgresqlDatabase):
        database.execute_sql("SELECT pg_advisory_lock(%s)", (LOCK_NUMBER,))
        try:
            yield
        finally:
            database.execute_sql("SELECT pg_advisory_unlock(%s)", (LOCK_NUMBER,))
    else:
        (is_locked,) = database.execute_sql("SELECT GET_LOCK(%s, %s)", (LOCK_NAME, LOCK_SECONDS)).fetchone()
        if is_locked != 1:
            raise TimeoutError(f"another process has been upgrading the schema for {LOCK_SECONDS} s")
        try:
            # New tables take the database's collation; openids differ by case.
            database.execute_sql("ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
            yield
        finally:
            database.execute_sql("SELECT RELEASE_LOCK(%s)", (LOCK_NAME,))
