"""`flask wechat …`: what is set at WeChat from here."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from commands.context import settings, with_database
from services.chat import menu_of
from services.chat_words import ChatLinks
from wechat.errors import WeChatError
from wechat.official_account import OfficialAccount

group = AppGroup("wechat", help="公众号：菜单")


@group.command("menu")
@with_database
def menu() -> None:
    """把公众号底部的菜单换成现在的样子；手机上最多 5 分钟后看到。"""
    try:
        names = set_menu()
    except WeChatError as error:
        raise click.ClickException(f"微信没有接受菜单（{error}）：原因见日志，改好后再试一次") from None
    click.echo(f"公众号菜单已更新：{'、'.join(names)}。手机上最多 5 分钟后看到，重新进入公众号可立即看到")


def set_menu() -> list[str]:
    """Give the Official Account its menu; answers the buttons' names. Raises WeChatError."""
    official: OfficialAccount | None = current_app.extensions.get("official_account")
    if official is None:
        raise click.ClickException("没有设置公众号：先填 WECHAT_OA_APPID 和 WECHAT_OA_SECRET")
    wanted = menu_of(ChatLinks(settings().mini.appid, settings().public_url))
    official.create_menu(wanted)
    return [button["name"] for button in wanted["button"]]
