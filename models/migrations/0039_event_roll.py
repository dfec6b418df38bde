"""Marks of an event's roll call, each under the nonce that its phone gave it; when the last word on a line was said."""

from peewee import *
from models.fields import UTCDateTimeField


def up(migrator, db):
    class Event(Model):
        class Meta:
            database = db
            table_name = 'event'

    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class SignUp(Model):
        class Meta:
            database = db
            table_name = 'sign_up'

    migrator.migrate(migrator.add_column('sign_up', 'marked_at', UTCDateTimeField(null=True)))

    class EventRollMark(Model):
        event = ForeignKeyField(Event, on_delete='CASCADE', index=False)
        nonce = CharField(max_length=64)
        sign_up = ForeignKeyField(SignUp, on_delete='CASCADE')
        attendance = CharField(max_length=24)
        marked_at = UTCDateTimeField()
        marked_by = ForeignKeyField(Person, on_delete='RESTRICT')
        was_stored = BooleanField()
        received_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'event_roll_mark'
            indexes = ((('event', 'nonce'), True),)
    db.create_tables([EventRollMark])
