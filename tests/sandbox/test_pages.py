"""The pages for people's eyes."""

import pytest


@pytest.fixture
def page(desk):
    def read(path, **query):
        response = desk.http.get(f"{desk.base}{path}", params=query, timeout=10)
        assert response.status_code == 200
        return response.text

    return read


def test_a_delivered_message_shows_title_labels_and_page(desk, page):
    desk.grant("王大山")
    desk.send("王大山", page="pages/wish/index?id=7")
    html = page("/")
    for words in ("微心愿进展提醒", "心愿", "给王大爷修水管", "pages/wish/index?id=7", "今天"):
        assert words in html


def test_a_refused_message_says_why(desk, page):
    desk.send("王大山")
    assert "未送达：这个人没有剩余的订阅次数（43101）" in page("/outbox")


def test_a_refused_message_of_any_shape_can_be_shown(desk, page):
    desk.send("王大山", data=["no", "object"])
    desk.send("王大山", data={"thing1": "no object"})
    assert page("/").count("未送达") == 2


def test_people_with_messages_come_first(desk, page):
    desk.send("赵小河")
    html = page("/")
    assert html.index("赵小河") < html.index("李春兰")


def test_people_can_be_found_by_name(desk, page):
    html = page("/", name="大山")
    assert "王大山" in html
    assert "李春兰" not in html


def test_three_hundred_people_are_paged(desk, page):
    desk.admin("POST", "people", n=300)
    assert page("/").count('<section class="phone"') == 24
    assert page("/", page=13).count('<section class="phone"') == 15
    assert "下一页" not in page("/", page=13)


def test_whatever_people_wrote_is_escaped(desk, page):
    desk.admin("POST", "seed", people=[{"name": "<b>钱</b>", "phone": "19900000009", "roles": ["<i>"]}])
    for path in ("/", "/people"):
        assert "<b>钱" not in page(path)
        assert "<i>" not in page(path)
    assert '"><script>' not in page("/", name='"><script>')


def test_an_empty_wechat_says_what_to_do(desk, page):
    desk.admin("POST", "seed", people=[])
    assert "这里还没有人" in page("/")
    assert "这里还没有人" in page("/people")


def test_a_login_code_can_be_made_on_the_page(desk):
    openid = desk.people["李春兰"]
    html = desk.http.post(f"{desk.base}/people", data={"openid": openid}, timeout=10).text
    code = html.partition("<p><code>")[2].partition("</code>")[0]
    assert desk.log_in(code)["openid"] == openid


def test_nothing_is_loaded_from_elsewhere(page):
    for path in ("/", "/people"):
        assert "src=" not in page(path)
        assert "<link" not in page(path)
