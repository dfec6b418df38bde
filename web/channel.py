"""Which ways to people's WeChat this deployment has: for the API and the console alike."""

from __future__ import annotations

from flask import current_app

from services.channel import Channel, channel_of


def wechat_channel() -> Channel:
    """The mini-program's templates, and the Official Account's where there is one."""
    mini_program, settings = current_app.extensions["mini_program"], current_app.extensions["settings"]
    return channel_of(mini_program.appid, settings.mini.templates, settings.oa.appid, settings.oa.templates)
