"""What is set at WeChat from the command line."""

import pytest

from services.chat import MENU_KEYS
from tests.commands.conftest import command_line
from wechat.errors import WeChatUnavailable


class ToldOfficial:
    def __init__(self, failure=None):
        self.failure, self.menus = failure, []

    def create_menu(self, menu):
        if self.failure:
            raise self.failure
        self.menus.append(menu)


@pytest.fixture
def menu(db, database_url, now):
    def run(official):
        app = command_line(database_url, now)
        app.extensions["official_account"] = official
        return app.test_cli_runner().invoke(args=["wechat", "menu"])

    return run


def test_the_menu_is_set_and_named(menu):
    official = ToldOfficial()
    done = menu(official)

    assert (done.exit_code, len(official.menus)) == (0, 1)
    assert "公众号菜单已更新" in done.output
    said = str(official.menus[0])
    assert all(key in said for key in MENU_KEYS)
    assert "http://127.0.0.1:8000/wechat/link" in said


def test_a_refusal_says_where_to_look(menu):
    done = menu(ToldOfficial(WeChatUnavailable("errcode_45064")))

    assert done.exit_code == 1
    assert "errcode_45064" in done.output


def test_without_an_official_account_it_says_what_to_set(menu):
    done = menu(None)

    assert (done.exit_code, "WECHAT_OA_APPID" in done.output) == (1, True)
