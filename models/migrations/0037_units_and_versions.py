"""The units that formed a joint branch; a version for editors of what is written at a desk."""

from peewee import *

EDITED = ('event', 'party_day', 'fixed_day', 'notice', 'series')


def up(migrator, db):
    class Organisation(Model):
        class Meta:
            database = db
            table_name = 'organisation'

    class BranchUnit(Model):
        organisation = ForeignKeyField(Organisation, on_delete='CASCADE')
        name = CharField(max_length=60)
        class Meta:
            database = db
            table_name = 'branch_unit'
            indexes = ((('organisation', 'name'), True),)
    db.create_tables([BranchUnit])
    for table in EDITED:
        db.execute_sql(f'ALTER TABLE {table} ADD COLUMN version INTEGER NOT NULL DEFAULT 0')


def down(migrator, db):
    for table in EDITED:
        migrator.migrate(migrator.drop_column(table, 'version'))
    migrator.migrate(migrator.drop_table('branch_unit'))
