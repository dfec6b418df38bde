"""What every process opens the same way: keys, database, clock, WeChat."""

from __future__ import annotations

from dataclasses import dataclass

from config.clock import Clock, SandboxClock, system_clock
from config.logging import configure_logging
from config.settings import Settings
from models.database import open_database
from models.encryption import key_ring
from wechat.account import WeChatApp
from wechat.gateway import MiniProgram
from wechat.token_store import DatabaseTokenStore


@dataclass(frozen=True, slots=True)
class Runtime:
    settings: Settings
    clock: Clock
    mini_program: MiniProgram


def open_runtime(settings: Settings, *, threads: int) -> Runtime:
    """Load the keys, open the database (no connection yet) and set up clock and WeChat.

    `threads` is how many of this process will use them at once.
    """
    configure_logging(settings.log_level)
    key_ring.load(settings.secret_keys)
    open_database(settings.database_url, max_connections=threads + 4)
    clock = SandboxClock(settings.wechat_api_base) if settings.is_sandbox else system_clock
    app = WeChatApp(
        settings.mini.appid,
        settings.mini.secret,
        api_base=settings.wechat_api_base,
        # However many calls hang, half of a web process's threads stay free for those who need no WeChat.
        request_slots=max(1, threads // 2),
        send_slots=threads,
        pool_size=threads,
        miniprogram_state="developer" if settings.is_sandbox else "formal",
    )
    return Runtime(settings, clock, MiniProgram(app, DatabaseTokenStore(clock), clock=clock))
