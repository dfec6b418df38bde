"""The Flask command line: setting a deployment up, filling it, handing it over. `flask --help` lists it.

Commands speak Chinese: they are typed by the people who run a township's server.
"""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add every command to the application. (`commands.run` is no Flask command: it starts the processes.)"""
    from commands import appoint, backup, database, hand_over, organisations, roster, wechat
    from commands.demo.command import demo
    from commands.filing.command import filing

    database.group.add_command(backup.back_up)
    database.group.add_command(backup.restore)
    for command in (
        database.group,
        organisations.group,
        roster.group,
        appoint.appoint,
        hand_over.hand_over,
        demo,
        wechat.group,
        filing,
    ):
        app.cli.add_command(command)
