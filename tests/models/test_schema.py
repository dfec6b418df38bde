"""The migrations lead to exactly the tables that the models describe, on each engine."""

import peewee
import pytest
from playhouse.schema_diff import diff_models

from models import schema
from models.database import database, open_database
from models.wishes import Wish, WishKind, WishStatus


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.mark.usefixtures("db")
def test_the_migrations_equal_the_models():
    difference = diff_models(database.obj, schema.all_models())

    assert not difference, difference


@pytest.mark.usefixtures("db")
def test_columns_may_be_empty_where_the_models_say_so():
    for model in schema.all_models():
        stored = {column.name: column.null for column in database.get_columns(model._meta.table_name)}
        meant = {field.column_name: field.null for field in model._meta.sorted_fields if not field.primary_key}
        assert {name: stored[name] for name in meant} == meant, model


@pytest.mark.usefixtures("db")
def test_nothing_is_missing_after_the_upgrade():
    assert schema.missing_migrations() == []
    assert schema.upgrade() == []


def test_a_blank_database_lacks_every_migration(blank_url):
    opened = open_database(blank_url)
    with opened.connection_context():
        missing = schema.missing_migrations()
        applied = schema.upgrade()
    opened.close_all()

    assert missing == applied != []


def test_the_database_itself_refuses_more_shares_than_there_are(cast):
    with pytest.raises(peewee.DatabaseError):
        cast.wish(shares_total=1, shares_taken=2)


def test_texts_that_differ_by_case_are_different(cast):
    """Openids do; an engine's default collation might not tell them apart."""
    kinds = {"kind": WishKind.GOODS, "status": WishStatus.OPEN}
    cast.wish(title="Quilt", **kinds)

    assert Wish.select().where(Wish.title == "quilt").count() == 0
