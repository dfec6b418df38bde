"""Party days: the days, their sheets, attendance, and what belongs to it."""

from peewee import *
from models.fields import EncryptedField
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

    class PartyDay(Model):
        organisation = ForeignKeyField(Organisation, on_delete='RESTRICT')
        month = CharField(null=True, max_length=7)
        kind = CharField(max_length=24, default='party_day')
        status = CharField(max_length=24)
        title = CharField(max_length=40)
        place = CharField(max_length=40, default='')
        material = CharField(max_length=300, default='')
        check_in = CharField(max_length=24, default='both')
        opens_at = UTCDateTimeField()
        starts_at = UTCDateTimeField()
        ends_at = UTCDateTimeField()
        first_starts_at = UTCDateTimeField()
        first_reminded_at = UTCDateTimeField(null=True)
        last_reminded_at = UTCDateTimeField(null=True)
        frozen_at = UTCDateTimeField(null=True)
        created_by = ForeignKeyField(Person, on_delete='RESTRICT')
        created_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'party_day'
            indexes = ((('organisation', 'month'), True), (('status', 'starts_at'), False), (('starts_at', 'id'), False))
    db.create_tables([PartyDay])

    class PartyDaySheet(Model):
        party_day = ForeignKeyField(PartyDay, on_delete='CASCADE')
        organisation = ForeignKeyField(Organisation, on_delete='RESTRICT')
        joined_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'party_day_sheet'
            indexes = ((('party_day', 'organisation'), True),)
    db.create_tables([PartyDaySheet])

    class Attendance(Model):
        party_day = ForeignKeyField(PartyDay, on_delete='CASCADE')
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        sheet = ForeignKeyField(PartyDaySheet, on_delete='CASCADE')
        home = ForeignKeyField(Organisation, null=True, on_delete='RESTRICT')
        status = CharField(max_length=24, default='not_yet')
        has_vote = BooleanField(default=False)
        checked_in_at = UTCDateTimeField(null=True)
        marked_at = UTCDateTimeField(null=True)
        marked_by = ForeignKeyField(Person, null=True, on_delete='RESTRICT')
        struck_at = UTCDateTimeField(null=True)
        counted_from = ForeignKeyField('self', unique=True, null=True, on_delete='SET NULL')
        note = EncryptedField(null=True)
        class Meta:
            database = db
            table_name = 'attendance'
            indexes = ((('party_day', 'person'), True), (('sheet', 'status'), False), (('person', 'id'), False))
    db.create_tables([Attendance])

    class Exemption(Model):
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        organisation = ForeignKeyField(Organisation, on_delete='RESTRICT')
        reason = EncryptedField()
        decision = CharField(max_length=100)
        starts_on = DateField()
        ends_on = DateField()
        created_by = ForeignKeyField(Person, on_delete='RESTRICT')
        created_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'exemption'
            indexes = ((('organisation', 'ends_on'), False),)
    db.create_tables([Exemption])

    class FixedDay(Model):
        organisation = ForeignKeyField(Organisation, unique=True, on_delete='CASCADE')
        month_day = SmallIntegerField(null=True)
        week = SmallIntegerField(null=True)
        weekday = SmallIntegerField(null=True)
        starts = CharField(max_length=5)
        minutes = SmallIntegerField()
        place = CharField(max_length=40, default='')
        changed_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'fixed_day'
    db.create_tables([FixedDay])

    class Leave(Model):
        attendance = ForeignKeyField(Attendance, unique=True, on_delete='CASCADE')
        status = CharField(max_length=24, default='asked')
        reason = EncryptedField()
        asked_at = UTCDateTimeField()
        entered_by = ForeignKeyField(Person, null=True, on_delete='RESTRICT')
        decided_at = UTCDateTimeField(null=True)
        decided_by = ForeignKeyField(Person, null=True, on_delete='RESTRICT')
        decision_reason = CharField(max_length=200, default='')
        class Meta:
            database = db
            table_name = 'party_day_leave'
    db.create_tables([Leave])

    class MakeUp(Model):
        attendance = ForeignKeyField(Attendance, unique=True, on_delete='CASCADE')
        opened_at = UTCDateTimeField()
        due_at = UTCDateTimeField()
        note = CharField(max_length=500, default='')
        handed_in_at = UTCDateTimeField(null=True)
        confirmed_at = UTCDateTimeField(null=True)
        confirmed_by = ForeignKeyField(Person, null=True, on_delete='RESTRICT')
        class Meta:
            database = db
            table_name = 'make_up'
    db.create_tables([MakeUp])

    class RollMark(Model):
        party_day = ForeignKeyField(PartyDay, on_delete='CASCADE')
        nonce = CharField(max_length=64)
        attendance = ForeignKeyField(Attendance, on_delete='CASCADE')
        status = CharField(max_length=24)
        marked_at = UTCDateTimeField()
        marked_by = ForeignKeyField(Person, on_delete='RESTRICT')
        was_stored = BooleanField()
        received_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'roll_mark'
            indexes = ((('party_day', 'nonce'), True),)
    db.create_tables([RollMark])
