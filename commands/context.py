"""What every command needs: settings, the clock, an open connection, refusals in one line."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable
from typing import Any, TypeVar

import click
from flask import current_app
from flask.cli import with_appcontext

from config.settings import Settings
from models.database import database
from services.errors import Refusal

F = TypeVar("F", bound=Callable[..., Any])


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def now() -> datetime.datetime:
    """The instant the command happens at; read it once."""
    instant: datetime.datetime = current_app.extensions["clock"]()
    return instant


def with_database(command: F) -> F:
    """Run a command with a connection; a service's refusal becomes one line and exit code 1."""

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        has_connected = database.connect(reuse_if_open=True)
        try:
            return command(*args, **options)
        except Refusal as refusal:
            raise click.ClickException(refusal.message) from None
        finally:
            if has_connected and not database.is_closed():
                database.close()

    return with_appcontext(run)
