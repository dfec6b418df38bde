"""A version of what is asked, so that a secretary decides what they have read."""

from peewee import *


def up(migrator, db):
    db.execute_sql('ALTER TABLE request ADD COLUMN version INTEGER NOT NULL DEFAULT 0')


def down(migrator, db):
    migrator.migrate(migrator.drop_column('request', 'version'))
