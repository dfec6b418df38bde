"""Seeded databases: one template per size and schema, copied for each server under load."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from bench.seed import seed

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_POSTGRESQL = "postgresql://postgres@127.0.0.1:5432"


class Engine(Protocol):
    name: str

    def copy(self, target: str, rows: int) -> str:
        """A fresh copy of the template; answers its URL."""

    def connect(self, url: str) -> contextlib.AbstractContextManager[Any]:
        """A cursor outside any transaction."""

    def settle(self, cursor: Any, tables: tuple[str, ...], /) -> None:
        """After many changes: what a quiet hour would do."""

    def drop(self, url: str) -> None: ...


class Sqlite:
    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def copy(self, target: str, rows: int) -> str:
        template, mine = self._folder / f"{_template_name(rows)}.sqlite3", self._folder / f"{target}.sqlite3"
        if not template.exists():
            for outdated in self._folder.glob(f"bench_template_{rows}_*"):
                outdated.unlink()
            unfinished = template.with_suffix(".unfinished")
            seed(f"sqlite:///{unfinished}", rows)
            unfinished.rename(template)
        self.drop(f"sqlite:///{mine}")
        shutil.copy(template, mine)
        return f"sqlite:///{mine}"

    @contextlib.contextmanager
    def connect(self, url: str) -> Iterator[Any]:
        with contextlib.closing(
            sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=30)
        ) as it:
            yield it.cursor()

    def settle(self, cursor: Any, _tables: tuple[str, ...]) -> None:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def drop(self, url: str) -> None:
        for tail in ("", "-wal", "-shm"):
            Path(url.removeprefix("sqlite:///") + tail).unlink(missing_ok=True)


class Postgresql:
    name = "postgresql"

    def __init__(self, server: str) -> None:
        self._server = server.rstrip("/")

    def answers(self) -> bool:
        import psycopg2

        try:
            with self.connect(f"{self._server}/postgres"):
                return True
        except psycopg2.OperationalError:
            return False

    def copy(self, target: str, rows: int) -> str:
        template, mine = _template_name(rows), f"bench_{target}"
        with self.connect(f"{self._server}/postgres") as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", (f"bench_template_{rows}_%",))
            present = {name for (name,) in cursor.fetchall()}
            for outdated in present - {template}:
                cursor.execute(f"DROP DATABASE {outdated}")
            if template not in present:
                self._make(cursor, template, rows)
            cursor.execute(f"DROP DATABASE IF EXISTS {mine}")
            cursor.execute(f"CREATE DATABASE {mine} TEMPLATE {template}")
        return f"{self._server}/{mine}"

    def _make(self, cursor: Any, template: str, rows: int) -> None:
        unfinished = f"{template}_unfinished"
        cursor.execute(f"CREATE DATABASE {unfinished}")
        seed(f"{self._server}/{unfinished}", rows)
        cursor.execute(f"ALTER DATABASE {unfinished} RENAME TO {template}")

    @contextlib.contextmanager
    def connect(self, url: str) -> Iterator[Any]:
        import psycopg2

        with contextlib.closing(psycopg2.connect(url)) as connection:
            connection.autocommit = True
            yield connection.cursor()

    def settle(self, cursor: Any, tables: tuple[str, ...]) -> None:
        if tables:
            cursor.execute(f"VACUUM ANALYZE {', '.join(tables)}")
        cursor.execute("CHECKPOINT")

    def drop(self, url: str) -> None:
        with self.connect(f"{self._server}/postgres") as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {url.rsplit('/', 1)[1]} WITH (FORCE)")


def _template_name(rows: int) -> str:
    """Another schema or another seed makes another template."""
    sources = [ROOT / "bench" / "seed.py", *sorted((ROOT / "models" / "migrations").glob("*.py"))]
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    return f"bench_template_{rows}_{digest[:8]}"
