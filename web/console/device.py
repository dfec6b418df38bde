"""What a browser calls itself, said so that its owner knows it again. Nothing hangs on it."""

from __future__ import annotations

SYSTEMS = (
    ("Windows", "Windows"), ("Android", "安卓"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "Mac"),
    ("UOS", "统信"), ("Kylin", "麒麟"), ("Linux", "Linux"),
)  # fmt: skip
# The order matters: most of them claim to be Chrome and Safari as well.
BROWSERS = (
    ("Edg", "Edge"), ("360", "360 浏览器"), ("QQBrowser", "QQ 浏览器"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip


def device_of(user_agent: str) -> str:
    """As in: Windows · Edge."""
    named = (next((name for mark, name in kind if mark in user_agent), "") for kind in (SYSTEMS, BROWSERS))
    return " · ".join(filter(None, named)) or "电脑"
