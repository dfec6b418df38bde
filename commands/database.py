"""`flask db …`: the schema and the keys. (Backup and restore: commands.backup.)"""

from __future__ import annotations

from pathlib import Path

import click
import peewee
from flask.cli import AppGroup
from playhouse.migrations import Runner, template
from playhouse.schema_diff import diff_models

from commands.context import now, with_database
from models import schema
from models.database import database
from services import key_rotation

group = AppGroup("db", help="数据库：升级、备份、恢复、更换密钥")


@group.command("upgrade")
def upgrade() -> None:
    """把数据库升级到当前版本；重复执行无害。"""
    _make_folder()
    _upgrade()


def _make_folder() -> None:
    """SQLite makes its file, but not the folder it lies in."""
    if isinstance(database.obj, peewee.SqliteDatabase):
        Path(database.obj.database).parent.mkdir(parents=True, exist_ok=True)


@with_database
def _upgrade() -> None:
    applied = schema.upgrade()
    for name in applied:
        click.echo(f"已应用 {name}")
    if not applied:
        click.echo("数据库已经是当前版本")


@group.command("status", with_appcontext=False)
@with_database
def status() -> None:
    """数据库缺哪些升级；有缺时退出码为 1。"""
    missing = schema.missing_migrations()
    if missing:
        raise click.ClickException(f"还缺 {'、'.join(missing)}；请运行 flask db upgrade")
    click.echo("数据库已经是当前版本")


@group.command("new-migration", with_appcontext=False)
@click.argument("name")
@with_database
def new_migration(name: str) -> None:
    """把模型与数据库的差别写成下一个升级文件（开发用）；写完请人工核对。"""
    if schema.missing_migrations():
        raise click.ClickException("数据库还没有升级到最新；请先运行 flask db upgrade")
    difference = diff_models(database.obj, schema.all_models())
    if not difference:
        click.echo("模型与数据库一致，不需要新的升级")
        return
    click.echo(str(difference))
    click.echo(f"已写入 {Runner(database.obj, str(schema.MIGRATIONS)).create(name, template(difference))}")


@group.command("rotate-keys", with_appcontext=False)
@with_database
def rotate_keys() -> None:
    """用 SECRET_KEYS 的第一个密钥重新加密全部个人信息；中断后再运行即可。"""
    written = key_rotation.rotate(now=now(), progress=_tell)
    click.echo(f"完成，共重写 {written} 项；现在可以从 SECRET_KEYS 里去掉旧密钥")


def _tell(secret: key_rotation.Secret, rows: int) -> None:
    click.echo(f"{secret.name}：{rows}")
