"""The desk lists notices, events and wishes in order of time: the newest page is read off an index, not sorted."""

from peewee import *


def up(migrator, db):
    migrator.migrate(
        migrator.add_index('notice', ('created_at', 'id')),
        migrator.add_index('event', ('starts_at', 'id')),
        migrator.add_index('wish', ('created_at', 'id')),
    )
