"""Each database engine's own way to copy itself whole."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import click
import peewee
from psycopg2.extensions import make_dsn


class Engine(Protocol):
    def back_up(self, file: Path) -> None: ...
    def check(self, file: Path) -> None: ...
    def restore(self, file: Path) -> None: ...


def engine_of(opened: Any) -> Engine:
    if isinstance(opened, peewee.SqliteDatabase):
        return Sqlite(opened)
    if isinstance(opened, peewee.PostgresqlDatabase):
        return Postgresql(opened)
    return MySql(opened)


class Sqlite:
    """The online backup: a copy as of one instant, while others read and write."""

    def __init__(self, opened: Any) -> None:
        self._opened = opened

    def back_up(self, file: Path) -> None:
        with contextlib.closing(sqlite3.connect(file)) as target:
            self._opened.connection().backup(target)

    def check(self, file: Path) -> None:
        try:
            with contextlib.closing(_read_only(file)) as source:
                (verdict,) = source.execute("PRAGMA integrity_check").fetchone()
        except sqlite3.DatabaseError as error:
            raise click.ClickException(f"{file} 不是 SQLite 备份文件") from error
        if verdict != "ok":
            raise click.ClickException(f"{file} 已损坏：{verdict}")

    def restore(self, file: Path) -> None:
        with contextlib.closing(_read_only(file)) as source:
            source.backup(self._opened.connection())


def _read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


class Postgresql:
    """pg_dump's custom format, restored by pg_restore into emptied tables."""

    PACKAGE = "postgresql-client"

    def __init__(self, opened: Any) -> None:
        parameters = dict(opened.connect_params)
        self._env = {**os.environ, "PGPASSWORD": parameters.pop("password", None) or ""}
        self._where = "--dbname=" + make_dsn(dbname=opened.database, **parameters)
        self._opened = opened

    def back_up(self, file: Path) -> None:
        tool = _tool(self.PACKAGE, "pg_dump")
        _run([tool, "--format=custom", "--no-owner", "--no-privileges", f"--file={file}", self._where], env=self._env)

    def check(self, file: Path) -> None:
        _run([_tool(self.PACKAGE, "pg_restore"), "--list", str(file)], env=self._env)

    def restore(self, file: Path) -> None:
        tool = _tool(self.PACKAGE, "pg_restore")
        for table in self._opened.get_tables():
            self._opened.execute_sql(f'DROP TABLE "{table}" CASCADE')
        options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        _run([tool, *options, self._where, str(file)], env=self._env)


class MySql:
    """The dump of MariaDB's or MySQL's own client, restored by it into an emptied database."""

    PACKAGE = "mariadb-client"
    END = b"-- Dump completed"

    def __init__(self, opened: Any) -> None:
        self._opened = opened

    def back_up(self, file: Path) -> None:
        tool = _tool(self.PACKAGE, "mariadb-dump", "mysqldump")
        with self._where() as where:
            options = ["--single-transaction", "--hex-blob", "--no-tablespaces", f"--result-file={file}"]
            _run([tool, where, *options, self._opened.database])

    def check(self, file: Path) -> None:
        with file.open("rb") as dump:
            dump.seek(max(0, file.stat().st_size - 200))
            is_whole = self.END in dump.read()
        if not is_whole:
            raise click.ClickException(f"{file} 不是完整的 MySQL/MariaDB 备份文件")

    def restore(self, file: Path) -> None:
        tool = _tool(self.PACKAGE, "mariadb", "mysql")
        self._opened.execute_sql("SET FOREIGN_KEY_CHECKS = 0")
        for table in self._opened.get_tables():
            self._opened.execute_sql(f"DROP TABLE `{table}`")
        self._opened.execute_sql("SET FOREIGN_KEY_CHECKS = 1")
        with self._where() as where, file.open("rb") as dump:
            _run([tool, where, self._opened.database], stdin=dump)

    @contextlib.contextmanager
    def _where(self) -> Iterator[str]:
        """Host and password in a file of our own: on the command line every user of the machine could read them."""
        parameters = self._opened.connect_params
        lines = ["[client]", "default-character-set=utf8mb4"]
        lines += [f'{name}="{_quoted(parameters[name])}"' for name in ("host", "port", "user") if parameters.get(name)]
        lines += [f'password="{_quoted(parameters.get("password") or "")}"']
        with tempfile.NamedTemporaryFile("w", suffix=".cnf") as options:  # made for its owner's eyes only
            options.write("\n".join(lines) + "\n")
            options.flush()
            yield f"--defaults-extra-file={options.name}"


def _quoted(value: object) -> str:
    return str(value).replace("\\", "\\\\").replace('"', '\\"')


def _tool(package: str, *names: str) -> str:
    """The first of these programs that is installed; one line that says what to install otherwise."""
    for name in names:
        path = shutil.which(name)
        if path is not None:
            return path
    raise click.ClickException(f"缺少 {names[0]}（Debian/Ubuntu: apt install {package}）")


def _run(command: list[str], *, env: dict[str, str] | None = None, stdin: Any = None) -> None:
    done = subprocess.run(command, env=env, stdin=stdin, capture_output=True, check=False)  # noqa: S603 (our own tools)
    if done.returncode != 0:
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        raise click.ClickException(f"{Path(command[0]).name} 没有成功：{reason[-1] if reason else done.returncode}")
