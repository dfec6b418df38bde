"""`flask db …`: schema and keys."""

import peewee

from models import schema
from models.base import BaseModel
from models.database import database
from models.people import Person


def test_a_new_folder_and_file_are_made_and_upgraded_once(at, tmp_path):
    run = at(f"sqlite:///{tmp_path}/var/new.sqlite3")
    assert "0001_first_schema" in run("db", "upgrade").output
    assert run("db", "upgrade").output == "数据库已经是当前版本\n"


def test_status_names_what_is_missing_and_fails(at, tmp_path):
    run = at(f"sqlite:///{tmp_path}/new.sqlite3")
    before = run("db", "status")
    assert (before.exit_code, "0001_first_schema" in before.output) == (1, True)
    run("db", "upgrade")
    assert run("db", "status").exit_code == 0


def test_models_and_migrations_agree(flask):
    assert flask("db", "new-migration", "nothing").output == "模型与数据库一致，不需要新的升级\n"


def test_a_new_column_becomes_the_next_migration(flask, monkeypatch, tmp_path):
    class Extra(BaseModel):
        name = peewee.CharField()

    applied = tmp_path / "migrations"
    applied.mkdir()
    for file in schema.MIGRATIONS.glob("0*.py"):
        (applied / file.name).write_text(file.read_text())
    tables = schema.all_models()
    monkeypatch.setattr(schema, "MIGRATIONS", applied)
    monkeypatch.setattr(schema, "all_models", lambda: [*tables, Extra])
    flask("db", "new-migration", "Add extra")
    (written,) = applied.glob("*_add_extra.py")
    assert "db.create_tables([Extra])" in written.read_text()


def test_a_database_that_lags_behind_gets_no_new_migration(flask):
    database.execute_sql("DELETE FROM schema_migration")
    assert "flask db upgrade" in flask("db", "new-migration", "x", fails=True).output


def test_keys_are_rotated_with_a_line_for_each_column(flask, cast):
    output = flask("db", "rotate-keys").output
    assert "person.phone：0" in output
    assert "共重写 0 项" in output
    assert Person.get_by_id(cast.wang.person.id).phone == cast.wang.person.phone
