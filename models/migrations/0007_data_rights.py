"""Consents, corrections, proxies, complaints; what a person has set for every phone of theirs."""

from peewee import *
from models.fields import EncryptedField
from models.fields import UTCDateTimeField

# Columns that may not be NULL are added by plain SQL: see 0004_notices.

def up(migrator, db):
    class Organisation(Model):
        class Meta:
            database = db
            table_name = 'organisation'

    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class Complaint(Model):
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        organisation = ForeignKeyField(Organisation, on_delete='RESTRICT', index=False)
        kind = CharField(max_length=24)
        status = CharField(max_length=24, default='open')
        text = EncryptedField(null=True)
        wants_call = BooleanField(default=False)
        made_at = UTCDateTimeField()
        due_at = UTCDateTimeField()
        alerted_at = UTCDateTimeField(null=True)
        answer = EncryptedField(null=True)
        answered_by = ForeignKeyField(Person, null=True, on_delete='RESTRICT')
        answered_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'complaint'
            indexes = ((('organisation', 'status'), False), (('status', 'due_at'), False))
    db.create_tables([Complaint])

    class Consent(Model):
        person = ForeignKeyField(Person, on_delete='CASCADE', index=False)
        purpose = CharField(max_length=24)
        version = CharField(max_length=16)
        given_at = UTCDateTimeField()
        withdrawn_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'consent'
            indexes = ((('person', 'purpose', 'version'), True),)
    db.create_tables([Consent])

    class Proxy(Model):
        elder = ForeignKeyField(Person, on_delete='RESTRICT', index=False)
        helper = ForeignKeyField(Person, on_delete='RESTRICT')
        relation = CharField(max_length=24)
        status = CharField(max_length=24)
        is_standing = SmallIntegerField(null=True, default=1)
        asked_by = ForeignKeyField(Person, on_delete='RESTRICT')
        asked_at = UTCDateTimeField()
        decided_by = ForeignKeyField(Person, null=True, on_delete='RESTRICT')
        decided_at = UTCDateTimeField(null=True)
        ended_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'proxy'
            indexes = ((('elder', 'helper', 'is_standing'), True),)
    db.create_tables([Proxy])

    db.execute_sql("ALTER TABLE person ADD COLUMN nickname VARCHAR(20) NOT NULL DEFAULT ''")
    db.execute_sql("ALTER TABLE person ADD COLUMN elder_mode BOOLEAN NOT NULL DEFAULT FALSE")
    migrator.migrate(migrator.add_column('person', 'erased_at', UTCDateTimeField(null=True)))
    db.execute_sql("ALTER TABLE request ADD COLUMN note VARCHAR(200) NOT NULL DEFAULT ''")


def down(migrator, db):
    migrator.migrate(migrator.drop_column('request', 'note'))
    migrator.migrate(migrator.drop_column('person', 'erased_at'))
    migrator.migrate(migrator.drop_column('person', 'elder_mode'))
    migrator.migrate(migrator.drop_column('person', 'nickname'))
    migrator.migrate(migrator.drop_table('proxy'))
    migrator.migrate(migrator.drop_table('consent'))
    migrator.migrate(migrator.drop_table('complaint'))
