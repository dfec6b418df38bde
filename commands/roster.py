"""`flask roster …`: importing a roster from Excel, and the form to fill in."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from commands.context import now, with_database
from commands.places import find_organisation
from services import roster
from services.roster_form import template as empty_form
from services.roster_plan import Change, ImportPlan
from services.roster_sheet import read_sheet

group = AppGroup("roster", help="党员名册：导入、模板")

SHOWN = 50  # lines of each kind; the counts say how many there are


@group.command("template", with_appcontext=False)
@click.argument("file", type=click.Path(path_type=Path))
def template(file: Path) -> None:
    """写出空白的名册表格（.xlsx）。"""
    if file.exists():
        raise click.ClickException(f"{file} 已经存在，请换一个文件名")
    file.write_bytes(empty_form())
    click.echo(f"已写入 {file}")


@group.command("import", with_appcontext=False)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", required=True, help="导入到哪个组织及其下级：编号、名称或路径")
@click.option("--confirm", is_flag=True, help="确认导入；不加则只预览")
@click.option("--skip-errors", is_flag=True, help="有错的行不导入，其余照常")
@with_database
def import_roster(file: Path, organisation: str, confirm: bool, skip_errors: bool) -> None:
    """导入名册。先预览：逐行列出错误，什么都不写入；加 --confirm 才导入。"""
    instant = now()
    place = find_organisation(organisation)
    plan = roster.plan_import(read_sheet(file.read_bytes()), place, by=None, now=instant)
    _print(plan)
    if confirm:
        done = roster.carry_out(plan, skip_errors=skip_errors, by=None, now=instant)
        click.echo(f"已导入：新增 {len(done.adds)} 人，更新 {len(done.changes)} 人")
    elif plan.has_work:
        click.echo("以上只是预览；确认无误后加 --confirm 导入")


def _print(plan: ImportPlan) -> None:
    """Counts and lines; phone numbers only masked, ID numbers not at all."""
    click.echo(
        f"新增 {len(plan.adds)}，更新 {len(plan.changes)}，不变 {len(plan.unchanged)}，"
        f"有错 {len(plan.rows_with_errors)} 行；名册上有而文件里没有的 {len(plan.missing)} 人（不会改动）"
    )
    _lines("错误", [f"第 {error.row} 行 {error.column}：{error.reason}" for error in plan.errors])
    _lines("更新", [f"第 {change.entry.row} 行 {change.entry.name}：{_columns(change)}" for change in plan.changes])
    _lines("文件里没有的", [f"{one.branch} {one.name}" for one in plan.missing])


def _columns(change: Change) -> str:
    return "，".join(f"{one.column} {one.before or '空'}→{one.after or '空'}" for one in change.columns)


def _lines(title: str, lines: list[str]) -> None:
    if lines:
        click.echo(f"\n{title}")
    for line in lines[:SHOWN]:
        click.echo(f"  {line}")
    if len(lines) > SHOWN:
        click.echo(f"  ……还有 {len(lines) - SHOWN} 行")
