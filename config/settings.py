"""Every setting of a deployment, read once from the environment. `.env.example` lists them all."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from wechat.quotas import BadQuotaSetting, parse_daily_limits

OFFICIAL_WECHAT = "https://api.weixin.qq.com"
VERSIONS = ("formal", "trial", "developer")
PUSH_MODES = ("security", "compatible", "plaintext")
PUSH_FORMATS = ("json", "xml")
ACCOUNT_KEYS = ("APPID", "SECRET", "TOKEN", "AES_KEY")
AES_KEY = re.compile(r"[0-9A-Za-z]{43}")
SANDBOX_TEMPLATES = (
    "wish_update:tpl-wish-update,event_update:tpl-event-update,party_day:tpl-party-day,notice:tpl-notice"
)
SANDBOX_OFFICIAL_TEMPLATES = SANDBOX_TEMPLATES.replace(":tpl-", ":oa-")
# The accounts that the stand-in knows when nothing is set (the same values stand there); they open nothing else.
SANDBOX_ACCOUNTS = {
    "MINI": {
        "APPID": "wx5a4db0c000000001",
        "SECRET": "sandbox-mini-secret",
        "TOKEN": "sandboxmini",
        "AES_KEY": "SandboxMiniProgramEncodingAESKey00000000001",
        "PUSH_FORMAT": "json",
        "TEMPLATES": SANDBOX_TEMPLATES,
    },
    "OA": {
        "APPID": "wx5a4db0c000000002",
        "SECRET": "sandbox-oa-secret",
        "TOKEN": "sandboxoa",
        "AES_KEY": "SandboxOfficialAccountEncodingAESKey0000002",
        "PUSH_FORMAT": "xml",
        "TEMPLATES": SANDBOX_OFFICIAL_TEMPLATES,
    },
}


class SettingsError(SystemExit):
    """The environment does not allow a start; the message is one line that names what to set.

    Uncaught, it ends the process with that line alone: whoever deploys need not read a traceback.
    """


@dataclass(frozen=True, slots=True)
class WeChatAccount:
    """The mini-program (`WECHAT_MINI_…`) or the Official Account (`WECHAT_OA_…`)."""

    appid: str
    secret: str
    token: str
    aes_key: str
    push_mode: str
    push_format: str
    templates: str


@dataclass(frozen=True, slots=True)
class Settings:
    app_env: Literal["sandbox", "production"]
    host: str
    port: int
    database_url: str
    secret_keys: tuple[str, ...]
    metrics_token: str
    wechat_api_base: str
    mini: WeChatAccount
    oa: WeChatAccount
    mini_version: Literal["formal", "trial", "developer"]
    sandbox_port: int
    web_workers: int
    web_threads: int
    worker_send_threads: int
    log_level: str
    push_window_seconds: int
    public_url: str
    wechat_quotas: dict[str, int]
    filing_number: str
    operator: str
    photo_folder: str
    photo_bucket: str
    photo_endpoint: str
    photo_region: str
    photo_key_id: str
    photo_secret: str
    photo_most_bytes: int
    photo_most_pixels: int

    @property
    def is_sandbox(self) -> bool:
        return self.app_env == "sandbox"

    @property
    def photo_place(self) -> dict[str, str]:
        """Where photos lie, as services.photo_stores.open_store wants it."""
        return {
            "folder": self.photo_folder,
            "bucket": self.photo_bucket,
            "endpoint": self.photo_endpoint,
            "region": self.photo_region,
            "key_id": self.photo_key_id,
            "secret": self.photo_secret,
        }

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the environment; raises SettingsError when production lacks a secret or asks for the sandbox."""
        env = os.environ if env is None else env
        is_sandbox = env.get("APP_ENV", "sandbox") != "production"
        _refuse_unsafe(env, is_sandbox)
        sandbox_port = _number(env, "SANDBOX_PORT", 9101)
        database_url = env.get("DATABASE_URL") or "sqlite:///var/alliance.sqlite3"
        default_base = f"http://127.0.0.1:{sandbox_port}" if is_sandbox else OFFICIAL_WECHAT
        return cls(
            app_env="sandbox" if is_sandbox else "production",
            host=env.get("HOST") or "127.0.0.1",
            port=_number(env, "PORT", 8000),
            database_url=database_url,
            secret_keys=_keys(env, is_sandbox),
            metrics_token=env.get("METRICS_TOKEN", ""),
            wechat_api_base=(env.get("WECHAT_API_BASE") or default_base).rstrip("/"),
            mini=_account(env, "MINI", is_sandbox),
            oa=_account(env, "OA", is_sandbox),
            mini_version=_version(env, is_sandbox),
            sandbox_port=sandbox_port,
            web_workers=_number(env, "WEB_WORKERS", 2),
            web_threads=_number(env, "WEB_THREADS", 4 if database_url.startswith("sqlite") else 8),
            worker_send_threads=_number(env, "WORKER_SEND_THREADS", 16),
            log_level=env.get("LOG_LEVEL") or "INFO",
            push_window_seconds=_number(env, "WECHAT_PUSH_WINDOW_SECONDS", 300),
            public_url=_public_url(env, is_sandbox),
            wechat_quotas=_quotas(env),
            filing_number=env.get("FILING_NUMBER", ""),
            operator=env.get("OPERATOR", ""),
            photo_folder=env.get("PHOTO_FOLDER") or "var/photos",
            photo_bucket=env.get("PHOTO_BUCKET", ""),
            photo_endpoint=env.get("PHOTO_ENDPOINT", ""),
            photo_region=env.get("PHOTO_REGION", ""),
            photo_key_id=env.get("PHOTO_KEY_ID", ""),
            photo_secret=env.get("PHOTO_SECRET", ""),
            photo_most_bytes=_number(env, "PHOTO_MOST_BYTES", 8 * 1024 * 1024),
            photo_most_pixels=_number(env, "PHOTO_MOST_PIXELS", 25_000_000),
        )


def _refuse_unsafe(env: Mapping[str, str], is_sandbox: bool) -> None:
    mode = env.get("APP_ENV", "sandbox")
    if mode not in ("sandbox", "production"):
        raise SettingsError(f"APP_ENV must be sandbox or production, not {mode!r}")
    if is_sandbox:
        return
    missing = [name for name in _needed(env) if not env.get(name)]
    if missing:
        raise SettingsError(f"APP_ENV=production needs {', '.join(missing)}")
    if env.get("PHOTO_BUCKET") and not (env.get("PHOTO_KEY_ID") and env.get("PHOTO_SECRET")):
        raise SettingsError("PHOTO_BUCKET needs PHOTO_KEY_ID and PHOTO_SECRET")
    if env.get("WECHAT_API_BASE"):
        raise SettingsError("WECHAT_API_BASE points at a stand-in and must be unset when APP_ENV=production")
    for name in ("WECHAT_MINI_PUSH_MODE", "WECHAT_OA_PUSH_MODE"):
        if env.get(name) == "plaintext":
            raise SettingsError(f"{name}=plaintext lets anyone forge pushes; use security in production")


def _needed(env: Mapping[str, str]) -> tuple[str, ...]:
    """What production does not start without; an Official Account may be missing as a whole, not in parts."""
    mini = tuple(f"WECHAT_MINI_{key}" for key in ACCOUNT_KEYS)
    official = tuple(f"WECHAT_OA_{key}" for key in ACCOUNT_KEYS) if env.get("WECHAT_OA_APPID") else ()
    return ("SECRET_KEYS", "METRICS_TOKEN", "DATABASE_URL", "PUBLIC_URL", *mini, *official)


def _keys(env: Mapping[str, str], is_sandbox: bool) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in env.get("SECRET_KEYS", "").split(",") if key.strip())
    if is_sandbox:
        return keys or ("sandbox-only-secret-of-this-desk",)
    if not keys or any(len(key) < 32 for key in keys):
        raise SettingsError("SECRET_KEYS: every key needs at least 32 characters")
    return keys


def _account(env: Mapping[str, str], name: str, is_sandbox: bool) -> WeChatAccount:
    values = dict.fromkeys(("APPID", "SECRET", "TOKEN", "AES_KEY", "TEMPLATES"), "")
    values |= {"PUSH_MODE": "security", "PUSH_FORMAT": SANDBOX_ACCOUNTS[name]["PUSH_FORMAT"]}
    if is_sandbox:
        values |= SANDBOX_ACCOUNTS[name]
    values |= {key: env[f"WECHAT_{name}_{key}"] for key in values if env.get(f"WECHAT_{name}_{key}")}
    for key, allowed in (("PUSH_MODE", PUSH_MODES), ("PUSH_FORMAT", PUSH_FORMATS)):
        if values[key] not in allowed:
            raise SettingsError(f"WECHAT_{name}_{key} must be one of {', '.join(allowed)}, not {values[key]!r}")
    if values["AES_KEY"] and not AES_KEY.fullmatch(values["AES_KEY"]):
        raise SettingsError(f"WECHAT_{name}_AES_KEY must be the 43 letters and digits that WeChat's console shows")
    return WeChatAccount(**{key.lower(): value for key, value in values.items()})


def _version(env: Mapping[str, str], is_sandbox: bool) -> Any:
    """Which version of the mini-program messages, codes and links open; one setting for all of them."""
    version = env.get("WECHAT_MINI_VERSION") or ("developer" if is_sandbox else "formal")
    if version not in VERSIONS:
        raise SettingsError(f"WECHAT_MINI_VERSION must be one of {', '.join(VERSIONS)}, not {version!r}")
    return version


def _quotas(env: Mapping[str, str]) -> dict[str, int]:
    try:
        return parse_daily_limits(env.get("WECHAT_QUOTAS", ""))
    except BadQuotaSetting as error:
        raise SettingsError(f"WECHAT_QUOTAS: {error}") from None


def _public_url(env: Mapping[str, str], is_sandbox: bool) -> str:
    """Where people's browsers reach the web server: for links in the Official Account's messages."""
    url = env.get("PUBLIC_URL") or f"http://127.0.0.1:{_number(env, 'PORT', 8000)}"
    if not is_sandbox and not url.startswith("https://"):
        raise SettingsError("PUBLIC_URL must begin with https:// when APP_ENV=production")
    return url.rstrip("/")


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name) or str(default)
    if not text.isdecimal():
        raise SettingsError(f"{name} must be a whole number, not {text!r}")
    return int(text)
