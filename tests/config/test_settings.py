"""What a deployment must set, and what it must not."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from config.settings import Settings, SettingsError

ROOT = Path(__file__).parents[2]
PRODUCTION = {
    "APP_ENV": "production",
    "SECRET_KEYS": "k" * 32,
    "METRICS_TOKEN": "monitor",
    "DATABASE_URL": "postgresql://app@db/alliance",
    "WECHAT_MINI_APPID": "wx1",
    "WECHAT_MINI_SECRET": "secret",
    "WECHAT_MINI_TOKEN": "token",
    "WECHAT_MINI_AES_KEY": "k" * 43,
    "PUBLIC_URL": "https://alliance.example.cn",
}


class Remembering(Mapping):
    """An environment that remembers what was asked of it."""

    def __init__(self, values):
        self.values_, self.asked = values, set()

    def __getitem__(self, name):
        self.asked.add(name)
        return self.values_[name]

    def __iter__(self):
        return iter(self.values_)

    def __len__(self):
        return len(self.values_)


def message_of(**changes):
    env = {name: value for name, value in {**PRODUCTION, **changes}.items() if value is not None}
    with pytest.raises(SettingsError) as refused:
        Settings.from_env(env)
    message = str(refused.value)
    assert "\n" not in message
    return message


def test_a_desk_needs_nothing():
    settings = Settings.from_env({})

    assert settings.is_sandbox
    assert settings.wechat_api_base == "http://127.0.0.1:9101"
    assert settings.secret_keys


def test_production_starts_with_what_it_needs():
    settings = Settings.from_env(PRODUCTION)

    assert not settings.is_sandbox
    assert settings.wechat_api_base == "https://api.weixin.qq.com"
    assert settings.mini.push_mode == "security"


@pytest.mark.parametrize(
    ("env", "version"),
    [(PRODUCTION, "formal"), ({}, "developer"), ({**PRODUCTION, "WECHAT_MINI_VERSION": "trial"}, "trial")],
)
def test_one_setting_says_which_version_messages_codes_and_links_open(env, version):
    assert Settings.from_env(env).mini_version == version


def test_everything_that_is_missing_is_named_in_one_line():
    message = message_of(SECRET_KEYS=None, METRICS_TOKEN="", WECHAT_MINI_SECRET=None)

    assert message == "APP_ENV=production needs SECRET_KEYS, METRICS_TOKEN, WECHAT_MINI_SECRET"


@pytest.mark.parametrize("name", sorted(PRODUCTION.keys() - {"APP_ENV"}))
def test_production_does_not_start_without(name):
    assert message_of(**{name: None}) == f"APP_ENV=production needs {name}"


def test_an_official_account_may_be_missing_as_a_whole_but_not_in_parts():
    message = message_of(WECHAT_OA_APPID="wx2", WECHAT_OA_SECRET="secret")

    assert message == "APP_ENV=production needs WECHAT_OA_TOKEN, WECHAT_OA_AES_KEY"


@pytest.mark.parametrize("keys", [",", " , ", "short", "k" * 32 + ",short"])
def test_weak_or_empty_keys_do_not_start(keys):
    assert "SECRET_KEYS" in message_of(SECRET_KEYS=keys)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "http://alliance.example.cn"),
        ("WECHAT_API_BASE", "http://127.0.0.1:9101"),
        ("WECHAT_MINI_PUSH_MODE", "plaintext"),
        ("WECHAT_OA_PUSH_MODE", "plaintext"),
        ("WECHAT_MINI_PUSH_MODE", "none"),
        ("WECHAT_MINI_VERSION", "release"),
        ("WECHAT_OA_PUSH_FORMAT", "yaml"),
        ("APP_ENV", "staging"),
        ("PORT", "eighty"),
        ("WEB_THREADS", "-1"),
    ],
)
def test_what_production_must_not_have_is_named(name, value):
    assert name in message_of(**{name: value})


def test_no_message_repeats_a_secret():
    assert "hush-hush" not in message_of(WECHAT_MINI_SECRET="hush-hush", SECRET_KEYS="hush-hush")


def test_nothing_of_the_sandbox_is_a_default_in_production():
    settings = Settings.from_env(PRODUCTION)

    assert (settings.oa.appid, settings.oa.secret, settings.oa.token, settings.mini.templates) == ("", "", "", "")


def test_keys_are_taken_newest_first():
    settings = Settings.from_env({**PRODUCTION, "SECRET_KEYS": f"{'n' * 32}, {'o' * 32}"})

    assert settings.secret_keys == ("n" * 32, "o" * 32)


def test_the_example_names_exactly_what_is_read():
    env = Remembering(PRODUCTION)
    Settings.from_env(env)
    example = re.findall(r"^#? ?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)

    assert set(example) == env.asked
    assert len(example) == len(set(example))


def test_the_example_itself_starts_a_desk():
    lines = (ROOT / ".env.example").read_text().splitlines()
    env = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))

    assert Settings.from_env(env) == Settings.from_env({})
