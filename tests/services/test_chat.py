"""What the Official Account answers in its chat: live data, nobody else's, and no markup of anybody's."""

import datetime

import pytest

from models.people import Identity
from models.wishes import Wish
from services import chat, party_days
from services.chat import Chat
from services.chat_words import ChatLinks
from services.party_days import PartyDayText
from tests.pushed import OFFICIAL_APPID, event, text
from wechat.push.messages import read
from wechat.push.replies import LONGEST_BYTES, shortened

CHAT = Chat(OFFICIAL_APPID, ChatLinks("wx-mini", "https://alliance.example.cn"))
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def ask(cast, now):
    """Ask as a person of the cast (None: as somebody unknown); `ask(cast.wang, "签到")`."""

    def say(actor, words, at=None, **fields):
        openid = f"official-{actor.person.id}" if actor else "official-unknown"
        if actor:
            row = {"appid": OFFICIAL_APPID, "openid": openid, "person": actor.person, "created_at": now}
            Identity.insert(row).on_conflict_ignore().execute()
        message = event(words, openid, now, **fields) if fields else text(words, openid, now)
        return chat.answer(read(message, b""), CHAT, now=at or now)

    return say


def test_a_wish_on_the_wall_is_named_with_its_page(cast, ask):
    wish = cast.wish()

    answer = ask(cast.wang, "微心愿")
    assert "一床厚棉被" in answer
    assert f'data-miniprogram-path="wishes/wish/wish?id={wish.id}"' in answer
    assert 'data-miniprogram-appid="wx-mini"' in answer


def test_what_somebody_may_not_see_is_not_told(cast, ask):
    cast.wish(status="pending", title="悄悄的心愿")

    assert "悄悄" not in ask(None, "微心愿") + ask(cast.wang, "微心愿")


def test_a_title_cannot_become_a_link_or_end_the_reply(cast, ask):
    cast.wish(title='<a href="//e">x</a>]]>😀')

    answer = ask(cast.wang, "微心愿")
    assert '<a href="//e' not in answer
    assert "😀" in answer


def test_who_has_a_party_day_reads_when_and_where_and_whether_it_is_open(cast, ask, now):
    plan = PartyDayText("学习二十届四中全会精神", now + 3 * HOUR, now + 5 * HOUR, place="村部会议室")
    day = party_days.create_party_day(plan, cast.dongkeng, by=cast.li, now=now)

    answer = ask(cast.wang, "签到")
    assert "今天 12:00，村部会议室" in answer
    assert "今天 11:30 开始签到" in answer
    assert f"party-days/day/day?id={day.id}" in answer
    assert "现在可以签到" in ask(cast.wang, "签到", at=now + 3 * HOUR)
    assert "没有要参加" in ask(cast.zhao, "签到")


def test_hours_and_secretary_are_told_to_those_we_know(cast, ask):
    assert "还没有服务时长" in ask(cast.wang, "我的时长")
    assert cast.li.person.phone in ask(cast.wang, "书记")
    for word in ("我的时长", "书记", "签到"):
        assert "https://alliance.example.cn/wechat/link" in ask(None, word)
        assert cast.li.person.phone not in ask(None, word)
        assert "关联身份" in ask(cast.visitor(), word)


def test_without_events_or_wishes_the_answer_names_the_next_step(cast, ask):
    assert "没有志愿活动" in ask(None, "活动")
    assert "wishes/make/make" in ask(cast.wang, "微心愿")


@pytest.mark.parametrize("words", ["我想看看微心愿有哪些", " 微心愿。", "微心愿活动"])
def test_a_keyword_is_found_in_a_sentence_the_first_one_counts(cast, ask, words):
    cast.wish()
    assert "等您认领" in ask(cast.wang, words)


@pytest.mark.parametrize("words", ["你好", "", "😀", "帮助", "<xml>"])
def test_anything_else_is_answered_with_what_one_can_ask(ask, words):
    assert all(word in ask(None, words) for word in chat.KEYWORDS)


def test_every_menu_key_is_a_keyword_and_the_menu_is_as_wechat_takes_it(ask):
    buttons = chat.menu_of(CHAT.links)["button"]
    keys = [sub["key"] for button in buttons for sub in button.get("sub_button", []) if sub["type"] == "click"]

    assert len(buttons) <= 3
    assert all(len(button["name"]) <= 4 for button in buttons)
    assert all(len(sub["name"]) <= 8 for button in buttons for sub in button.get("sub_button", []))
    assert all(ask(None, "CLICK", EventKey=key) for key in keys)
    assert set(keys) == set(chat.MENU_KEYS)


def test_a_welcome_leads_to_what_the_code_was_about(ask):
    assert "wishes/wish/wish?id=7" in ask(None, "subscribe", EventKey="qrscene_wish-7")
    assert "party-days/day/day?id=12" in ask(None, "SCAN", EventKey="party-day-12")
    for scene in ("", "qrscene_", "qrscene_wish-x", "qrscene_wish-99999999999", "qrscene_evil-7", "qrscene_7"):
        answer = ask(None, "subscribe", EventKey=scene)
        assert "pages/home/home" in answer
        assert "?id=" not in answer


@pytest.mark.parametrize("name", ["unsubscribe", "VIEW", "TEMPLATESENDJOBFINISH", "LOCATION"])
def test_other_events_are_answered_with_nothing(ask, name):
    assert ask(None, name, EventKey="x") == ""


def test_answers_fit_into_a_message(cast, ask, now):
    for number in range(5):
        cast.wish(title="很长的心愿" * 8 + str(number))

    assert len(ask(cast.wang, "微心愿").encode()) < LONGEST_BYTES
    assert len(shortened("长\n" * 4000).encode()) <= LONGEST_BYTES
    assert Wish.select().count() == 5
