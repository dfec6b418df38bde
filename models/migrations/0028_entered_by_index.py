"""The index that MySQL makes of itself for who signed somebody up, on every engine and under one name."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_index('sign_up', ('entered_by_id',)))
