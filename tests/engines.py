"""Databases for tests: SQLite always, and each server that TEST_DATABASE_URLS names.

A schema is migrated once per process and engine; each test then gets a copy of the file on SQLite, and
on a server the same database emptied, which is faster there than a new one or a copy. Everything made
here is named after the URL's database (`alliance` if it names none) and dropped at the end.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from models import schema
from models.database import database, open_database

_numbers = itertools.count(1)  # of the databases that this process makes


def engine_urls() -> list[str]:
    """Servers to test on besides SQLite, separated by blanks."""
    return os.environ.get("TEST_DATABASE_URLS", "").split()


def engine_names() -> dict[str, str]:
    """Each engine's name, as tests show it, with its URL."""
    return {"sqlite": "sqlite://", **{urlsplit(url).scheme: url for url in engine_urls()}}


def make_engine(url: str, folder: Path) -> SQLite | PostgreSQL | MySQL:
    """The engine behind a URL; `folder` is for SQLite's files."""
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        return SQLite(folder)
    return PostgreSQL(url) if scheme.startswith("postgres") else MySQL(url)


@contextlib.contextmanager
def fresh_database(name: str, folder: Path) -> Iterator[str]:
    """URL of a blank database on the engine of that name, for tests that run a process of their own."""
    engine = make_engine(engine_names()[name], folder)
    url = engine.blank()
    try:
        yield url
    finally:
        engine.drop(url)


class SQLite:
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        self._template: Path | None = None

    def blank(self) -> str:
        """URL of a database without any table."""
        return f"sqlite:///{self._new_path()}"

    def fresh(self) -> str:
        """URL of a migrated database without any row."""
        if self._template is None:
            self._template = self._new_path()
            _migrate(f"sqlite:///{self._template}")
        return f"sqlite:///{shutil.copy(self._template, self._new_path())}"

    def drop(self, url: str) -> None:
        Path(urlsplit(url).path[1:]).unlink(missing_ok=True)

    def close(self) -> None:
        """The folder goes with pytest's other temporary folders."""

    def _new_path(self) -> Path:
        return self._folder / f"test{next(self._numbers)}.sqlite3"


class _Server:
    """What the servers share: databases made and dropped through the one they let everybody into."""

    entrance = ""
    drop_options = ""
    _kept: str | None = None

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._server = f"{parts.scheme}://{parts.netloc}"
        self._prefix = f"{parts.path.strip('/') or 'alliance'}_{os.getpid()}"
        self._made: set[str] = set()

    def blank(self) -> str:
        """URL of a database without any table."""
        return self._create()

    def fresh(self) -> str:
        """URL of a migrated database without any row; only one at a time."""
        if self._kept is None:
            self._kept = self._create()
            self._prepare(self._kept)
            _migrate(self._kept)
        else:
            tables = [model._meta.table_name for model in schema.all_models()]
            self._run(*self._empty(tables), url=self._kept)
        return self._kept

    def drop(self, url: str) -> None:
        if url != self._kept:
            self._drop(url)

    def close(self) -> None:
        """Drop whatever is left."""
        for url in sorted(self._made):
            self._drop(url)

    def _drop(self, url: str) -> None:
        self._made.discard(url)
        self._run(f"DROP DATABASE IF EXISTS {self._name(url)} {self.drop_options}")

    def _prepare(self, url: str) -> None:
        """What the kept database needs besides its tables."""

    def _empty(self, tables: list[str]) -> list[str]:
        """Statements that take every row out of the tables."""
        raise NotImplementedError

    def _create(self) -> str:
        url = f"{self._server}/{self._prefix}_{next(_numbers)}"
        self._run(f"CREATE DATABASE {self._name(url)}")
        self._made.add(url)
        return url

    def _run(self, *statements: str, url: str | None = None) -> None:
        opened = open_database(url or f"{self._server}/{self.entrance}")
        with opened.connection_context():
            for statement in statements:
                opened.execute_sql(statement)
        opened.close_all()

    @staticmethod
    def _name(url: str) -> str:
        return urlsplit(url).path[1:]


class PostgreSQL(_Server):
    entrance = "postgres"
    drop_options = "WITH (FORCE)"  # a killed process may have left a connection

    def _prepare(self, url: str) -> None:
        # No test pulls the plug, so none need wait for the disk.
        self._run(f"ALTER DATABASE {self._name(url)} SET synchronous_commit = off")

    def _empty(self, tables: list[str]) -> list[str]:
        return [f"TRUNCATE {', '.join(tables)}"]


class MySQL(_Server):
    entrance = "mysql"

    def _empty(self, tables: list[str]) -> list[str]:
        deletes = [f"DELETE FROM {table}" for table in tables]  # TRUNCATE makes each table anew, which is slow
        return ["SET FOREIGN_KEY_CHECKS = 0", "BEGIN", *deletes, "COMMIT", "SET FOREIGN_KEY_CHECKS = 1"]


def _migrate(url: str) -> None:
    opened = open_database(url)
    with opened.connection_context():
        schema.upgrade()
        if url.startswith("sqlite"):
            database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    opened.close_all()
