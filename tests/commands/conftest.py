"""The command line on the test's own database, without the web application around it."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

import commands
from config.settings import Settings
from models.database import open_database

NOBODY_THERE = "http://127.0.0.1:9"
Run = Callable[..., Result]


def command_line(database_url: str, now: datetime.datetime, **settings: object) -> Flask:
    """An application that is nothing but its commands."""
    made = Flask("commands")
    found = dataclasses.replace(
        Settings.from_env({}),
        database_url=database_url,
        wechat_api_base=NOBODY_THERE,
        **settings,
    )
    made.extensions.update(settings=found, clock=lambda: now)
    commands.register(made)
    return made


@pytest.fixture
def flask(db: None, database_url: str, now: datetime.datetime, tmp_path: Path) -> Run:
    """`flask("db", "status")` runs a command; it must end well unless `fails=True`."""
    runner = command_line(database_url, now, photo_folder=str(tmp_path)).test_cli_runner()

    def run(*arguments: object, fails: bool = False, **options: object) -> Result:
        result = runner.invoke(args=[str(argument) for argument in arguments], **options)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert (result.exit_code != 0) == fails, result.output
        return result

    return run


@pytest.fixture
def at(now: datetime.datetime) -> Iterator[Callable[[str], Run]]:
    """`at(url)` is a command line on another database."""
    opened = []

    def open_at(url: str) -> Run:
        opened.append(open_database(url))
        runner = command_line(url, now).test_cli_runner()
        return lambda *arguments: runner.invoke(args=[str(one) for one in arguments], catch_exceptions=False)

    yield open_at
    for one in opened:
        one.close_all()
