"""Lines of the ledger no longer name their double: how many taps they tell of is counted from all of them."""

from peewee import *
from models.fields import UTCDateTimeField

COLUMNS = 'id, grant_id, kind, change, source, delivery_id, at'


def up(migrator, db):
    if isinstance(db, SqliteDatabase):
        _make_anew(db)
    else:
        migrator.migrate(migrator.drop_column('grant_entry', 'same_as_id'))


def _make_anew(db):
    """SQLite cannot drop a unique column. No other table refers to this one, so nothing is lost with the old."""
    class SubscriptionGrant(Model):
        class Meta:
            database = db
            table_name = 'subscription_grant'

    class Delivery(Model):
        class Meta:
            database = db
            table_name = 'delivery'

    class GrantEntry(Model):
        grant = ForeignKeyField(SubscriptionGrant, on_delete='CASCADE')
        kind = CharField(max_length=24)
        change = IntegerField()
        source = CharField(max_length=24)
        delivery = ForeignKeyField(Delivery, null=True, on_delete='SET NULL')
        at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'grant_entry'
            indexes = ((('grant', 'kind', 'at'), False),)

    for index in db.get_indexes('grant_entry'):
        if not index.name.startswith('sqlite_'):
            db.execute_sql(f'DROP INDEX "{index.name}"')
    db.execute_sql('ALTER TABLE grant_entry RENAME TO grant_entry_before')
    db.create_tables([GrantEntry])
    db.execute_sql(f'INSERT INTO grant_entry ({COLUMNS}) SELECT {COLUMNS} FROM grant_entry_before')
    db.execute_sql('DROP TABLE grant_entry_before')
