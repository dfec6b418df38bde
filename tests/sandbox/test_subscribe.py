"""Subscribe messages and the grants they use up."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest


def test_a_granted_message_is_delivered_and_recorded(desk):
    desk.grant("王大山")
    answer = desk.send("王大山", page="pages/wish/index?id=7")
    (item,) = desk.outbox()
    assert (answer["errcode"], answer["errmsg"]) == (0, "ok")
    assert answer["msgid"] > 0
    assert item["openid"] == desk.people["王大山"]
    assert item["kind"] == "subscribe"
    assert item["status"] == "delivered"
    assert item["data"]["phrase2"]["value"] == "办理中"
    assert item["page"] == "pages/wish/index?id=7"


def test_without_a_grant_it_is_43101_and_listed_as_refused(desk):
    assert desk.send("王大山")["errcode"] == 43101
    (item,) = desk.outbox()
    assert (item["status"], item["errcode"]) == ("refused", 43101)


def test_one_grant_is_one_message(desk):
    desk.grant("王大山", n=2)
    assert [desk.send("王大山")["errcode"] for _ in range(3)] == [0, 0, 43101]


def test_a_grant_is_for_its_template_and_person_only(desk):
    desk.grant("王大山", "tpl-notice")
    desk.grant("李春兰")
    assert desk.send("王大山")["errcode"] == 43101


def test_a_refused_message_costs_no_grant(desk):
    desk.grant("王大山")
    desk.send("王大山", data={})
    assert desk.send("王大山")["errcode"] == 0


def test_many_senders_at_once_never_use_a_grant_twice(desk):
    desk.grant("王大山", n=5)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: desk.send("王大山")["errcode"], range(16)))
    assert sorted(answers) == [0] * 5 + [43101] * 11
    assert sum(item["status"] == "delivered" for item in desk.outbox()) == 5


def test_a_wrong_template_comes_before_a_wrong_person(desk):
    assert desk.send("王大山", template_id="tpl-none", touser="nobody")["errcode"] == 40037
    assert desk.send("王大山", touser="nobody", data={})["errcode"] == 40003


def test_wrong_values_come_before_page_and_grant(desk):
    assert desk.send("王大山", data={}, page="pages/none")["errcode"] == 47003
    assert desk.send("王大山", page="pages/none")["errcode"] == 41030


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "data.thing1.value is emtpy"),
        ({"thing1": {"value": "x" * 21}}, "data.thing1.value invalid"),
        ({"thing1": {"value": "修水管"}, "phrase2": {"value": "abc"}}, "data.phrase2.value invalid"),
    ],
)
def test_a_wrong_value_is_47003_and_named(desk, data, words):
    answer = desk.send("王大山", data=data)
    assert answer["errcode"] == 47003
    assert words in answer["errmsg"]


def test_a_leading_slash_of_the_page_is_forgiven(desk):
    desk.grant("王大山")
    assert desk.send("王大山", page="/pages/wish/index")["errcode"] == 0


def test_errors_end_with_a_request_id(desk):
    assert re.search(r" rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$", desk.send("王大山")["errmsg"])


def test_the_outbox_can_be_asked_for_one_person_and_from_a_moment_on(desk):
    desk.grant("王大山", n=2)
    desk.send("王大山")
    since = desk.advance(60)["now"]
    desk.send("王大山")
    desk.send("李春兰")
    assert len(desk.outbox()) == 3
    assert len(desk.outbox(since=since)) == 2
    assert len(desk.outbox(since=since, openid=desk.people["李春兰"])) == 1


def test_the_uniform_message_is_retired(desk):
    assert desk.post("cgi-bin/message/wxopen/template/uniform_send", touser=desk.people["王大山"])["errcode"] == 45109
