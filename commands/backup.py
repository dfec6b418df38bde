"""`flask db backup` and `flask db restore`, each engine with its own tools (features Q4)."""

from __future__ import annotations

from pathlib import Path

import click

from commands import engine_tools
from commands.context import with_database
from models import schema
from models.database import database


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@with_database
def back_up(file: Path) -> None:
    """把整个数据库备份到一个文件；运行中即可备份。"""
    if file.exists():
        raise click.ClickException(f"{file} 已经存在，请换一个文件名")
    partial = file.with_name(file.name + ".partial")
    try:
        partial.touch(mode=0o600)  # personal data, though encrypted
        engine_tools.engine_of(database.obj).back_up(partial)
        partial.rename(file)
    finally:
        partial.unlink(missing_ok=True)
    click.echo(f"已备份到 {file}（{file.stat().st_size // 1024} KB）；恢复时还需要同一组 SECRET_KEYS")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="数据库里已有数据时，清空后恢复")
@with_database
def restore(file: Path, force: bool) -> None:
    """从备份文件恢复；数据库里已有数据时拒绝，除非加 --force。请先停止网站和后台任务。"""
    engine = engine_tools.engine_of(database.obj)
    engine.check(file)
    if _has_rows() and not force:
        raise click.ClickException("数据库里已有数据；确认要清空并恢复时请加 --force")
    engine.restore(file)
    missing = schema.missing_migrations()
    click.echo("已恢复" + ("；备份来自旧版本，请再运行 flask db upgrade" if missing else ""))


def _has_rows() -> bool:
    tables = set(database.get_tables())
    return any(table.select().limit(1).exists() for table in schema.all_models() if table._meta.table_name in tables)
