"""When WeChat was asked to look at a photo, and whether a person must."""

from peewee import *
from models.fields import UTCDateTimeField

# See 0004 for why a column that may not be NULL is added by plain SQL.

def up(migrator, db):
    migrator.migrate(migrator.add_column('photo', 'check_asked_at', UTCDateTimeField(null=True)))
    db.execute_sql("ALTER TABLE photo ADD COLUMN check_attempts SMALLINT NOT NULL DEFAULT 0")
    db.execute_sql("ALTER TABLE photo ADD COLUMN needs_person BOOLEAN NOT NULL DEFAULT FALSE")
