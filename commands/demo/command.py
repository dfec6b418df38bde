"""`flask demo`: fill an empty database, and the stand-in's WeChat, with the made-up county."""

from __future__ import annotations

import contextlib

import click

from commands.context import now, settings, with_database
from commands.demo import county, crowd, sandbox
from commands.wechat import set_menu
from models import schema
from models.organisations import Organisation
from models.people import Person
from models.wishes import Wish
from services.photo_stores import open_store
from wechat.errors import WeChatError
from wechat.templates import parse_templates


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="数据库里已有数据时什么都不做")
@click.option("--people", type=click.IntRange(1, 1_000_000), help="做出这么多人，人人已绑定微信（供压力测试）")
@click.option("--branch-size", type=click.IntRange(1), default=50, help="每个支部多少人，默认 50（与 --people 同用）")
@with_database
def demo(if_empty: bool, people: int | None, branch_size: int) -> None:
    """往空数据库里放入虚构的青溪县，供试用和测试。"""
    if not settings().is_sandbox:
        raise click.ClickException("示例数据只用于试用；APP_ENV=production 时不能放入")
    schema.upgrade()
    if not _is_empty():
        if if_empty:
            return
        raise click.ClickException("数据库里已有数据；示例数据只能放进空数据库")
    account, instant = settings().mini, now()
    if people is None:
        seed = county.build(
            account.appid,
            parse_templates(account.templates),
            settings().oa.appid,
            photo_store=open_store(**settings().photo_place),
            now=instant,
        )
    else:
        seed = crowd.build(account.appid, people=people, branch_size=branch_size, now=instant)
    click.echo(
        f"青溪县已就绪：{Organisation.select().count()} 个组织，{Person.select().count()} 人，"
        f"{Wish.select().count()} 个微心愿"
    )
    click.echo(sandbox.plant(settings().wechat_api_base, seed))
    with contextlib.suppress(WeChatError, click.ClickException):  # a desk without the stand-in has said so above
        set_menu()


def _is_empty() -> bool:
    return not (Organisation.select().exists() or Person.select().exists())
