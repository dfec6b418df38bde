"""What the environment says: the two accounts, where to listen, where to keep things."""

from __future__ import annotations

import base64
import binascii
import hashlib
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PUSH_MODES = ("security", "compatible", "plaintext")
PUSH_FORMATS = ("json", "xml")

# Enough to start without any environment. The app is started with the same names and values.
DEFAULTS = {
    "HOST": "127.0.0.1",
    "SANDBOX_PORT": "9101",
    "SANDBOX_STORE": "var/sandbox.sqlite3",
    "SANDBOX_APP_URL": "http://127.0.0.1:8000",
    "WECHAT_MINI_APPID": "wx5a4db0c000000001",
    "WECHAT_MINI_SECRET": "sandbox-mini-secret",
    "WECHAT_MINI_TOKEN": "sandboxmini",
    "WECHAT_MINI_AES_KEY": "SandboxMiniProgramEncodingAESKey00000000001",
    "WECHAT_MINI_PUSH_MODE": "security",
    "WECHAT_MINI_PUSH_FORMAT": "json",
    "WECHAT_OA_APPID": "wx5a4db0c000000002",
    "WECHAT_OA_SECRET": "sandbox-oa-secret",
    "WECHAT_OA_TOKEN": "sandboxoa",
    "WECHAT_OA_AES_KEY": "SandboxOfficialAccountEncodingAESKey0000002",
    "WECHAT_OA_PUSH_MODE": "security",
    "WECHAT_OA_PUSH_FORMAT": "xml",
}


class SettingError(Exception):
    """A setting that cannot work; the message names it and never shows a secret."""


@dataclass(frozen=True)
class Account:
    """A mini-program ("mini") or an Official Account ("oa") registered with this WeChat."""

    kind: str
    appid: str
    secret: str = field(repr=False)
    push_token: str = field(repr=False)
    aes_key: str = field(repr=False)
    push_mode: str
    push_format: str
    callback: str

    @property
    def gh_id(self) -> str:
        """The original id that stands as ToUserName in every push."""
        return "gh_" + hashlib.sha256(self.appid.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Settings:
    host: str
    port: int
    store_path: str
    app_url: str
    mini: Account
    oa: Account
    template_ids: dict[str, str]
    official_template_ids: dict[str, str]

    @property
    def accounts(self) -> tuple[Account, Account]:
        return self.mini, self.oa

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        values = {**DEFAULTS, **{name: value for name, value in environ.items() if value}}
        return cls(
            host=_loopback(values["HOST"]),
            port=_port(values["SANDBOX_PORT"]),
            store_path=values["SANDBOX_STORE"],
            app_url=_local_url(values["SANDBOX_APP_URL"]),
            mini=_account("mini", values),
            oa=_account("oa", values),
            template_ids=_pairs("WECHAT_MINI_TEMPLATES", values.get("WECHAT_MINI_TEMPLATES", "")),
            official_template_ids=_pairs("WECHAT_OA_TEMPLATES", values.get("WECHAT_OA_TEMPLATES", "")),
        )


def _account(kind: str, values: Mapping[str, str]) -> Account:
    prefix = f"WECHAT_{kind.upper()}_"
    return Account(
        kind=kind,
        appid=values[prefix + "APPID"],
        secret=values[prefix + "SECRET"],
        push_token=values[prefix + "TOKEN"],
        aes_key=_aes_key(prefix + "AES_KEY", values),
        push_mode=_one_of(prefix + "PUSH_MODE", values, PUSH_MODES),
        push_format=_one_of(prefix + "PUSH_FORMAT", values, PUSH_FORMATS),
        callback=values.get(f"SANDBOX_{kind.upper()}_CALLBACK", ""),
    )


def _loopback(host: str) -> str:
    if not _is_local(host):
        raise SettingError("HOST must be a loopback address: the stand-in trusts whoever reaches it")
    return host


def _local_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "http" or not _is_local(parts.hostname or ""):
        raise SettingError("SANDBOX_APP_URL must be an http address of this machine")
    return url.rstrip("/")


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _port(value: str) -> int:
    if not value.isdecimal() or int(value) > 65535:
        raise SettingError("SANDBOX_PORT must be a port number (0 takes a free one)")
    return int(value)


def _one_of(name: str, values: Mapping[str, str], allowed: tuple[str, ...]) -> str:
    if values[name] not in allowed:
        raise SettingError(f"{name} must be one of {', '.join(allowed)}")
    return values[name]


def _aes_key(name: str, values: Mapping[str, str]) -> str:
    try:
        good = len(base64.b64decode(values[name] + "=")) == 32
    except (binascii.Error, ValueError):
        good = False
    if not good or len(values[name]) != 43:
        raise SettingError(f"{name} must be 43 letters and digits")
    return values[name]


def _pairs(name: str, text: str) -> dict[str, str]:
    """Read `purpose:template_id,purpose:template_id`."""
    pairs = dict(part.strip().partition(":")[::2] for part in text.split(",") if part.strip())
    if not all(key and value for key, value in pairs.items()):
        raise SettingError(f"{name} must read purpose:template_id,purpose:template_id")
    return pairs
