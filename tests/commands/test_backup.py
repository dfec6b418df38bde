"""`flask db backup` and `flask db restore`, on every engine (features Q4)."""

import shutil

import pytest

from models.database import database
from models.organisations import Organisation

pytestmark = pytest.mark.engine

ADD = ("organisations", "add", "青溪县", "county")


def counties():
    with database.connection_context():
        return [row.name for row in Organisation.select()]


@pytest.fixture
def urls(engine):
    """Two blank databases of one engine."""
    source, target = engine.blank(), engine.blank()
    yield source, target
    engine.drop(source)
    engine.drop(target)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "backup"


@pytest.fixture
def backed_up(at, urls, file):
    """A county in the first database, backed up; answers the command line on the second one."""
    source, target = urls
    run = at(source)
    for arguments in (("db", "upgrade"), ADD, ("db", "backup", file)):
        assert run(*arguments).exit_code == 0
    return at(target)


def test_a_backup_fills_an_empty_database(backed_up, file):
    assert backed_up("db", "restore", file).output == "已恢复\n"
    assert counties() == ["青溪县"]
    assert backed_up("organisations", "add", "云岭镇", "township", "--parent", "青溪县").exit_code == 0


def test_a_backup_fills_a_database_that_has_only_tables(backed_up, file):
    backed_up("db", "upgrade")
    assert backed_up("db", "restore", file).exit_code == 0
    assert counties() == ["青溪县"]


def test_a_database_with_data_is_replaced_only_by_force(backed_up, file):
    backed_up("db", "upgrade")
    backed_up("organisations", "add", "白水县", "county")
    refused = backed_up("db", "restore", file)
    assert (refused.exit_code, "--force" in refused.output) == (1, True)
    assert counties() == ["白水县"]
    assert backed_up("db", "restore", file, "--force").exit_code == 0
    assert counties() == ["青溪县"]


def test_a_broken_file_is_refused_before_anything_is_emptied(backed_up, tmp_path):
    backed_up("db", "upgrade")
    backed_up("organisations", "add", "白水县", "county")
    broken = tmp_path / "broken"
    broken.write_bytes(b"no backup at all")
    assert backed_up("db", "restore", broken, "--force").exit_code == 1
    assert counties() == ["白水县"]


def test_an_existing_file_is_not_overwritten(flask, file):
    file.write_text("precious")
    assert "已经存在" in flask("db", "backup", file, fails=True).output
    assert file.read_text() == "precious"


def test_others_on_the_machine_cannot_read_a_backup(flask, file):
    flask("db", "backup", file)
    assert file.stat().st_mode & 0o077 == 0


def test_a_missing_tool_is_named_with_its_package(at, monkeypatch, file):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    from commands import engine_tools

    with pytest.raises(engine_tools.click.ClickException, match="apt install postgresql-client"):
        engine_tools._tool("postgresql-client", "pg_dump")
