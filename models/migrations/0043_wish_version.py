"""A version of what the wisher wrote, so that a verifier publishes what they have read."""

from peewee import *


def up(migrator, db):
    db.execute_sql('ALTER TABLE wish ADD COLUMN version INTEGER NOT NULL DEFAULT 0')


def down(migrator, db):
    migrator.migrate(migrator.drop_column('wish', 'version'))
