"""The audit trail by time and the people by village are read off an index page by page, not sorted."""

from peewee import *


def up(migrator, db):
    migrator.migrate(
        migrator.drop_index('audit_entry', 'auditentry_at'),
        migrator.add_index('audit_entry', ('at', 'id')),
        migrator.add_index('person', ('home_id', 'id')),
    )
