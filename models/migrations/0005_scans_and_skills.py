"""Hours of those who scanned at events, skills that posts ask for and people declare."""

import datetime

from peewee import *
from models.fields import UTCDateTimeField

# See 0004 for why a column that may not be NULL is added by plain SQL.

def up(migrator, db):
    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class PersonSkill(Model):
        person = ForeignKeyField(Person, index=False, on_delete='CASCADE')
        name = CharField(max_length=20)
        declared_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'person_skill'
            indexes = ((('person', 'name'), True),)
    db.create_tables([PersonSkill])

    db.execute_sql("ALTER TABLE post ADD COLUMN skills VARCHAR(120) NOT NULL DEFAULT ''")
    migrator.migrate(migrator.add_column('event', 'settled_at', UTCDateTimeField(null=True)))

    # Events of the past have their hours from the roll: no worker writes them anew.
    class Event(Model):
        ends_at = UTCDateTimeField()
        settled_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'event'
    now = datetime.datetime.now(datetime.timezone.utc)
    Event.update(settled_at=now).where(Event.ends_at <= now).execute()
