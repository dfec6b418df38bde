"""Starting, stopping and starting again."""

from contextlib import contextmanager

import pytest
import requests

from sandbox.platform.settings import DEFAULTS, SettingError, Settings


def test_people_and_clock_outlive_a_restart(tmp_path, start_process):
    store = tmp_path / "store.sqlite3"
    with _running(start_process, store) as base:
        requests.post(f"{base}/__admin/people", json={"n": 2}, timeout=10)
        requests.post(f"{base}/__admin/clock", json={"advance_seconds": 60}, timeout=10)
    with _running(start_process, store) as base:
        assert len(requests.get(f"{base}/__admin/people", timeout=10).json()) == 2
        assert requests.get(f"{base}/__admin/clock", timeout=10).json()["offset_seconds"] == 60


def test_a_hanging_call_does_not_delay_the_stop(tmp_path, start_process):
    with _running(start_process, tmp_path / "store.sqlite3") as base:
        fault = {"api": "cgi-bin/token", "kind": "hang"}
        requests.post(f"{base}/__admin/faults", json=fault, timeout=10)
        with pytest.raises(requests.ReadTimeout):
            requests.get(f"{base}/cgi-bin/token", timeout=0.1)


def test_without_a_callback_taps_are_kept_and_nothing_is_pushed(tmp_path, start_process):
    with _running(start_process, tmp_path / "store.sqlite3") as base:
        (person,) = requests.post(f"{base}/__admin/people", json={"n": 1}, timeout=10).json()
        tap = {"openid": person["openid"], "template_id": "tpl-notice", "n": 1}
        answer = requests.post(f"{base}/__admin/grants", json=tap, timeout=10).json()
        push = requests.post(f"{base}/__admin/push", json={"message": {}}, timeout=10)
    assert (answer["left"], answer["pushes"]) == ({"tpl-notice": 1}, [])
    assert push.status_code == 409


def test_templates_take_the_ids_of_the_environment():
    settings = Settings.from_env({"WECHAT_MINI_TEMPLATES": "notice:abc, wish_update:def"})
    assert settings.template_ids == {"notice": "abc", "wish_update": "def"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOST", "0.0.0.0"),
        ("HOST", "wechat.example"),
        ("SANDBOX_PORT", "http"),
        ("WECHAT_MINI_PUSH_MODE", "secret"),
        ("WECHAT_OA_PUSH_FORMAT", "yaml"),
        ("WECHAT_MINI_AES_KEY", "short"),
        ("WECHAT_MINI_TEMPLATES", "notice"),
    ],
)
def test_a_setting_that_cannot_work_is_named(name, value):
    with pytest.raises(SettingError, match=name):
        Settings.from_env({name: value})


def test_settings_show_no_secret():
    shown = repr(Settings.from_env({}))
    secret = [value for name, value in DEFAULTS.items() if name.endswith(("_SECRET", "_TOKEN", "_AES_KEY"))]
    assert not any(value in shown for value in secret)


@contextmanager
def _running(start, store):
    """The stand-in for as long as the block lasts; it must stop at once and cleanly."""
    with start(store) as child:
        yield child.stdout.readline().split()[-1]
        child.terminate()
        assert child.wait(timeout=5) == 0
