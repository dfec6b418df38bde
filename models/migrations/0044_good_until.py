"""A reminder that could not be sent in time is not sent after the start."""

from peewee import *

from models.fields import UTCDateTimeField


def up(migrator, db):
    migrator.migrate(migrator.add_column('notice', 'good_until', UTCDateTimeField(null=True)))
