"""A second person's approval of notices, and corrections that stand in the place of an earlier one;
an index for searching the audit trail by organisation."""

from peewee import *
from models.fields import UTCDateTimeField

def up(migrator, db):
    class Notice(Model):
        class Meta:
            database = db
            table_name = 'notice'

    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    migrator.migrate(migrator.add_column('notice', 'approved_by_id', ForeignKeyField(Person, field=Person.id, null=True, on_delete='RESTRICT')))
    migrator.migrate(migrator.add_column('notice', 'approved_at', UTCDateTimeField(null=True)))
    migrator.migrate(migrator.add_column('notice', 'corrects_id', ForeignKeyField(Notice, field=Notice.id, null=True, on_delete='RESTRICT')))
    db.execute_sql("ALTER TABLE notice ADD COLUMN reason VARCHAR(200) NOT NULL DEFAULT ''")
    migrator.migrate(migrator.add_index('audit_entry', ('organisation_id', 'id')))


def down(migrator, db):
    migrator.migrate(migrator.drop_index('audit_entry', 'audit_entry_organisation_id_id'))
    migrator.migrate(migrator.drop_index('notice', 'notice_corrects_id'))
    migrator.migrate(migrator.drop_index('notice', 'notice_approved_by_id'))
    migrator.migrate(migrator.drop_column('notice', 'reason'))
    migrator.migrate(migrator.drop_column('notice', 'corrects_id'))
    migrator.migrate(migrator.drop_column('notice', 'approved_at'))
    migrator.migrate(migrator.drop_column('notice', 'approved_by_id'))
