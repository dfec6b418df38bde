"""Minutes in versions, dates of meetings, polls, monthly series; which group a meeting is of."""

from peewee import *
from models.fields import UTCDateTimeField

def up(migrator, db):
    class Alliance(Model):
        class Meta:
            database = db
            table_name = 'alliance'

    class Event(Model):
        class Meta:
            database = db
            table_name = 'event'

    class Group(Model):
        class Meta:
            database = db
            table_name = 'branch_group'

    class Organisation(Model):
        class Meta:
            database = db
            table_name = 'organisation'

    class PartyDay(Model):
        class Meta:
            database = db
            table_name = 'party_day'

    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class MeetingDate(Model):
        organisation = ForeignKeyField(Organisation, on_delete='CASCADE', index=False)
        kind = CharField(max_length=24)
        held_on = DateField()
        group_number = IntegerField(default=0)
        note = CharField(max_length=100, default='')
        recorded_by = ForeignKeyField(Person, on_delete='RESTRICT')
        recorded_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'meeting_date'
            indexes = ((('organisation', 'kind', 'held_on', 'group_number'), True),)
    db.create_tables([MeetingDate])

    class MinutesUnlock(Model):
        party_day = ForeignKeyField(PartyDay, on_delete='CASCADE')
        reason = CharField(max_length=200)
        unlocked_by = ForeignKeyField(Person, on_delete='RESTRICT')
        unlocked_at = UTCDateTimeField()
        until_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'minutes_unlock'
    db.create_tables([MinutesUnlock])

    class MinutesVersion(Model):
        party_day = ForeignKeyField(PartyDay, on_delete='CASCADE', index=False)
        number = SmallIntegerField()
        agenda = TextField(default='')
        host = CharField(max_length=30, default='')
        recorder = CharField(max_length=30, default='')
        text = TextField(default='')
        is_after_lock = BooleanField(default=False)
        saved_by = ForeignKeyField(Person, on_delete='RESTRICT')
        saved_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'minutes_version'
            indexes = ((('party_day', 'number'), True),)
    db.create_tables([MinutesVersion])

    class Poll(Model):
        party_day = ForeignKeyField(PartyDay, on_delete='CASCADE')
        question = CharField(max_length=100)
        asked_by = ForeignKeyField(Person, on_delete='RESTRICT')
        asked_at = UTCDateTimeField()
        closed_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'poll'
    db.create_tables([Poll])

    class PollOption(Model):
        poll = ForeignKeyField(Poll, on_delete='CASCADE', index=False)
        number = SmallIntegerField()
        text = CharField(max_length=60)
        class Meta:
            database = db
            table_name = 'poll_option'
            indexes = ((('poll', 'number'), True),)
    db.create_tables([PollOption])

    class PollAnswer(Model):
        poll = ForeignKeyField(Poll, on_delete='CASCADE', index=False)
        person = ForeignKeyField(Person, on_delete='CASCADE')
        option = ForeignKeyField(PollOption, on_delete='CASCADE')
        answered_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'poll_answer'
            indexes = ((('poll', 'person'), True),)
    db.create_tables([PollAnswer])

    class Series(Model):
        organisation = ForeignKeyField(Organisation, on_delete='RESTRICT')
        title = CharField(max_length=40)
        detail = CharField(max_length=1000, default='')
        place = CharField(max_length=60)
        first_month = CharField(max_length=7)
        month_day = SmallIntegerField(null=True)
        week = SmallIntegerField(null=True)
        weekday = SmallIntegerField(null=True)
        starts = CharField(max_length=5)
        minutes = SmallIntegerField()
        posts = TextField()
        audience = CharField(max_length=24, default='everyone')
        alliance = ForeignKeyField(Alliance, null=True, on_delete='RESTRICT')
        attendance_mode = CharField(max_length=24, default='roll_call')
        made_by = ForeignKeyField(Person, on_delete='RESTRICT')
        created_at = UTCDateTimeField()
        ended_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'series'
    db.create_tables([Series])

    class SeriesHost(Model):
        series = ForeignKeyField(Series, on_delete='CASCADE', index=False)
        place = SmallIntegerField()
        organisation = ForeignKeyField(Organisation, on_delete='RESTRICT')
        class Meta:
            database = db
            table_name = 'series_host'
            indexes = ((('series', 'place'), True),)
    db.create_tables([SeriesHost])

    class SeriesMonth(Model):
        series = ForeignKeyField(Series, on_delete='CASCADE', index=False)
        month = CharField(max_length=7)
        event = ForeignKeyField(Event, unique=True, on_delete='CASCADE')
        class Meta:
            database = db
            table_name = 'series_month'
            indexes = ((('series', 'month'), True),)
    db.create_tables([SeriesMonth])

    migrator.migrate(migrator.add_column('party_day', 'group_id', ForeignKeyField(Group, field=Group.id, null=True, on_delete='SET NULL')))
