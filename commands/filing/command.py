"""`flask filing`: keep the generated tables of the launch handbook as the code is."""

from __future__ import annotations

import re
from pathlib import Path

import click
from flask import current_app

from commands.filing import tables

HANDBOOK = Path(__file__).parents[2] / "docs" / "launch.zh-CN.md"
BETWEEN = re.compile(r"(<!-- 表：(\w+) -->\n).*?(<!-- 表完 -->)", re.DOTALL)


@click.command("filing")
@click.option("--check", is_flag=True, help="只核对，不改；有出入时退出码为 1")
def filing(check: bool) -> None:
    """按现有的路由、字段和接口，更新上线手册里的隐私与备案表格。"""
    written = HANDBOOK.read_text(encoding="utf-8")
    present = with_tables(written)
    if present == written:
        click.echo("上线手册里的表格与程序一致")
    elif check:
        raise click.ClickException("上线手册里的表格已经过时；请运行 flask filing")
    else:
        HANDBOOK.write_text(present, encoding="utf-8")
        click.echo(f"已更新 {HANDBOOK.name}；提交给微信和网信办的材料请照着改")


def with_tables(handbook: str) -> str:
    """The handbook with each table between its marks as the code has it now."""
    made = {
        "interfaces": tables.interface_table,
        "kept": tables.kept_table,
        "templates": tables.template_table,
        "written": tables.written_table,
        "operations": lambda: tables.operation_table(current_app.api_doc),
    }
    return BETWEEN.sub(lambda found: f"{found[1]}{made[found[2]]()}\n{found[3]}", handbook)
