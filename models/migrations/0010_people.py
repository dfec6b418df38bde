"""Members who live elsewhere, transfers between branches, merged duplicates, a version for editors."""

from peewee import *
from models.fields import UTCDateTimeField

def up(migrator, db):
    class Organisation(Model):
        class Meta:
            database = db
            table_name = 'organisation'

    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class FloatingMember(Model):
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        direction = CharField(max_length=24)
        place = CharField(max_length=80)
        card_number = CharField(max_length=40, default='')
        since_on = DateField()
        next_contact_on = DateField(index=True)
        contacted_on = DateField(null=True)
        ended_on = DateField(null=True)
        is_current = SmallIntegerField(null=True, default=1)
        version = IntegerField(default=0)
        created_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'floating_member'
            indexes = ((('person', 'is_current'), True),)
    db.create_tables([FloatingMember])

    class Merge(Model):
        source = ForeignKeyField(Person, on_delete='RESTRICT')
        target = ForeignKeyField(Person, on_delete='RESTRICT')
        moved = TextField(default='{}')
        merged_by = ForeignKeyField(Person, on_delete='RESTRICT')
        merged_at = UTCDateTimeField(index=True)
        undone_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'merge'
    db.create_tables([Merge])

    class Transfer(Model):
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        source = ForeignKeyField(Organisation, on_delete='RESTRICT')
        target = ForeignKeyField(Organisation, on_delete='RESTRICT')
        status = CharField(max_length=24, default='asked')
        is_open = SmallIntegerField(null=True, default=1)
        reason = CharField(max_length=200, default='')
        answer = CharField(max_length=200, default='')
        asked_by = ForeignKeyField(Person, on_delete='RESTRICT')
        asked_at = UTCDateTimeField()
        decided_by = ForeignKeyField(Person, null=True, on_delete='RESTRICT')
        decided_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'transfer'
            indexes = ((('person', 'is_open'), True),)
    db.create_tables([Transfer])

    db.execute_sql("ALTER TABLE person ADD COLUMN version INTEGER NOT NULL DEFAULT 0")

