"""What a secretary notes for others from the WeChat group: who means to come, whom they signed up."""

from peewee import *
from models.fields import UTCDateTimeField


def up(migrator, db):
    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    migrator.migrate(migrator.add_column('attendance', 'said_coming_at', UTCDateTimeField(null=True)))
    migrator.migrate(migrator.add_column('sign_up', 'entered_by_id', ForeignKeyField(Person, field=Person.id, null=True, index=False, on_delete='RESTRICT')))
