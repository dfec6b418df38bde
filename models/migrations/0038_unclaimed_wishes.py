"""When the area's lead was told of a wish that nobody claims, and since when it is on the township's list."""

from peewee import *
from models.fields import UTCDateTimeField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('wish', 'area_told_at', UTCDateTimeField(null=True)),
        migrator.add_column('wish', 'fallback_at', UTCDateTimeField(null=True)),
    )
