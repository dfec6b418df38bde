"""What every process opens the same way: keys, database, clock, WeChat."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import cast

from config.clock import Clock, SandboxClock, system_clock
from config.logging import configure_logging
from config.settings import Settings, WeChatAccount
from models.database import open_database
from models.encryption import key_ring
from models.pushes import PushAccount
from wechat.account import WeChatApp
from wechat.gateway import MiniProgram
from wechat.limits import Slots
from wechat.official_account import OfficialAccount
from wechat.push.parsing import Format
from wechat.push.receiver import Mode, PushReceiver
from wechat.token_store import DatabaseTokenStore


@dataclass(frozen=True, slots=True)
class Runtime:
    settings: Settings
    clock: Clock
    mini_program: MiniProgram
    official_account: OfficialAccount | None

    def close(self) -> None:
        """Close the connections to WeChat, when the process ends."""
        self.mini_program.close()
        if self.official_account is not None:
            self.official_account.close()


def open_runtime(settings: Settings, *, threads: int) -> Runtime:
    """Load the keys, open the database (no connection yet) and set up clock and WeChat.

    `threads` is how many of this process will use them at once.
    """
    configure_logging(settings.log_level)
    key_ring.load(settings.secret_keys)
    open_database(settings.database_url, max_connections=threads + 4)
    clock = SandboxClock(settings.wechat_api_base) if settings.is_sandbox else system_clock
    tokens = DatabaseTokenStore(clock)
    # However many calls hang, to either account, half of a web process's threads stay free for what needs no WeChat.
    requests = Slots(max(1, threads // 2))
    mini_program = MiniProgram(_wechat_app(settings, settings.mini, threads), tokens, clock=clock, requests=requests)
    if not settings.oa.appid:  # notices then go by the mini-program alone
        return Runtime(settings, clock, mini_program, None)
    app = _wechat_app(settings, settings.oa, threads)
    official = OfficialAccount(app, tokens, mini_appid=settings.mini.appid, clock=clock, requests=requests)
    return Runtime(settings, clock, mini_program, official)


def _wechat_app(settings: Settings, account: WeChatAccount, threads: int) -> WeChatApp:
    return WeChatApp(
        account.appid,
        account.secret,
        api_base=settings.wechat_api_base,
        send_slots=threads,
        pool_size=threads,
        miniprogram_state=settings.mini_version,
    )


def push_receivers(settings: Settings) -> dict[PushAccount, PushReceiver]:
    """Our end of message push, for each account."""
    return {
        PushAccount.MINI_PROGRAM: _receiver(settings.mini, settings.push_window_seconds),
        PushAccount.OFFICIAL_ACCOUNT: _receiver(settings.oa, settings.push_window_seconds),
    }


def _receiver(account: WeChatAccount, window_seconds: int) -> PushReceiver:
    return PushReceiver(
        account.appid,
        account.token,
        account.aes_key,
        mode=cast(Mode, account.push_mode),
        form=cast(Format, account.push_format),
        window=datetime.timedelta(seconds=window_seconds),
    )
