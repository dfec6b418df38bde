"""A day of WeChat in a minute: taps, follows, chats and notices while pushes and calls go wrong in every way.

At its end the ledger, the inboxes, the outbox and the stand-in's own record agree to the last message. The
day is as long as `WECHAT_DAY_EVENTS` says (20000 takes about five minutes).
"""

from __future__ import annotations

import os
import random
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from models.database import database, open_database
from models.grants import GrantChange, GrantEntry, SubscriptionGrant
from models.notices import Delivery, DeliveryStatus, Notice, NoticeKind
from models.people import Identity
from models.pushes import Push
from tests.e2e.crowd import log_in_everyone, seat_of
from tests.e2e.stack import Phone, Stack, WeChat

EVENTS = int(os.environ.get("WECHAT_DAY_EVENTS", "1200"))
PEOPLE = min(400, max(96, EVENTS // 12))  # a notice to more than 500 would wait for a second person
DEMO = ("--people", str(PEOPLE), "--branch-size", str(PEOPLE))
WORKERS, THREADS, NOTICES = 2, 8, 6
BETWEEN_ACTS_SECONDS = 2.1  # of one person: WeChat's events have whole seconds
TEMPLATES = ("tpl-notice", "tpl-wish-update")
SEND, TEMPLATE_SEND = "cgi-bin/message/subscribe/send", "cgi-bin/message/template/send"

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def crowd(stack: Stack) -> Iterator[list[Phone]]:
    yield from log_in_everyone(stack)


class Day:
    """What a thread does with its own people, one thing after another; counts the events that must come of it."""

    def __init__(self, wechat: WeChat, phones: list[Phone], seed: int) -> None:
        self._wechat, self._phones, self._random = wechat, phones, random.Random(seed)
        self._busy_until = {phone.openid: 0.0 for phone in phones}
        self._following: set[str] = set()
        self.events: Counter[str] = Counter()
        self.banners: list[str] = []
        self.silenced: set[tuple[str, str]] = set()

    def live(self, acts: int) -> None:
        for _ in range(acts):
            phone = self._next()
            self._random.choices(
                (self._tap, self._take_back, self._follow_or_leave, self._chat, self._block),
                weights=(50, 8, 20, 20, 2),
            )[0](phone)
            self._busy_until[phone.openid] = time.monotonic() + BETWEEN_ACTS_SECONDS

    def _next(self) -> Phone:
        while True:
            free = [phone for phone in self._phones if self._busy_until[phone.openid] < time.monotonic()]
            if free:
                return self._random.choice(free)
            time.sleep(0.05)

    def _tap(self, phone: Phone) -> None:
        template, says = self._random.choice(TEMPLATES), self._random.choices(("accept", "reject"), (9, 1))[0]
        body = {"openid": phone.openid, "template_id": template, "n": 1, "reject": says == "reject"}
        self._wechat.post("grants", body)
        self.events["subscribe_msg_popup_event"] += 1
        if self._random.random() < 0.6:
            assert phone.post("me/grants", {"results": {template: says}}).status_code == 200

    def _take_back(self, phone: Phone) -> None:
        if self._random.random() < 0.3:  # silently: only the next message shows it
            self._wechat.fault("-", "grant_zero", openid=phone.openid, template_id="tpl-notice")
            self.silenced.add((phone.openid, "tpl-notice"))
            return
        self._wechat.post("withdrawals", {"openid": phone.openid, "template_id": self._random.choice(TEMPLATES)})
        self.events["subscribe_msg_change_event"] += 1

    def _follow_or_leave(self, phone: Phone) -> None:
        leaves = phone.openid in self._following and self._random.random() < 0.5
        if leaves:
            self._official("unfollow", phone)
            self._following.discard(phone.openid)
        elif phone.openid in self._following:
            self._official("scan", phone, scene="wish-1")
        else:
            self._official("follow", phone, scene=self._random.choice(("", "event-1")))
            self._following.add(phone.openid)
        return None

    def _chat(self, phone: Phone) -> None:
        if phone.openid not in self._following:
            return self._tap(phone)
        word = self._random.choice(("签到", "微心愿", "活动", "我的时长", "书记", "帮助", "😀]]><b>"))
        if self._random.random() < 0.5:
            return self._official("say", phone, text=word)
        return self._official("click", phone, key=self._random.choice(("check_in", "wishes", "events", "hours")))

    def _block(self, phone: Phone) -> None:
        body = {"openid": phone.openid, "blocked": self._random.random() < 0.7}
        self._wechat.post("official/block", body)

    def _official(self, what: str, phone: Phone, **fields: str) -> None:
        shown = self._wechat.post(f"official/{what}", {"openid": phone.openid, **fields})
        kinds = {"follow": "subscribe", "unfollow": "unsubscribe", "say": "text"}
        self.events[kinds.get(what, what)] += 1
        if shown["problem"]:
            self.banners.append(shown["problem"])


def let_things_go_wrong(wechat: WeChat) -> None:
    for account in ("mini", "oa"):
        for kind, probability in (("duplicate", 0.05), ("reordered", 0.04), ("tampered", 0.08), ("clock_skew", 0.03)):
            wechat.fault(f"push/{account}", kind, probability=probability)
        wechat.fault(f"push/{account}", "delayed", probability=0.05, seconds=3)
    for api in (SEND, TEMPLATE_SEND):
        wechat.fault(api, "hang", times=2, seconds=12)
        wechat.fault(api, "errcode", errcode=-1, probability=0.04)
        wechat.fault(api, "http_502", probability=0.03)
        wechat.fault(api, "dropped", probability=0.02)
        wechat.fault(api, "fails_later", probability=0.04)
    wechat.fault("cgi-bin/user/info", "errcode", errcode=-1, probability=0.05)
    wechat.fault("cgi-bin/user/info", "hang", times=1, seconds=12)


def send(secretary: Phone, title: str) -> None:
    branch = secretary.get("me").json()["organisation"]["id"]
    body = {"title": title, "body": "请带上水杯和草帽。", "audience": {"organisation_id": branch}}
    assert secretary.post("notices", body).status_code == 202


class Desk:
    """The stand-in's own file, read beside it."""

    def __init__(self, stack: Stack) -> None:
        self._path = stack.folder / "sandbox.sqlite3"

    def rows(self, sql: str) -> list[Any]:
        with sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, timeout=20) as db:
            return db.execute(sql).fetchall()


@pytest.fixture
def ours(stack: Stack) -> Iterator[None]:
    """The app's database, open in this process."""
    opened = open_database(stack.env["DATABASE_URL"])
    opened.connect()
    yield
    if not database.is_closed():
        database.close()
    opened.close_all()


def is_quiet(desk: Desk) -> bool:
    waiting = Push.select().where(Push.status == "waiting").count()
    on_its_way = Delivery.select().where(Delivery.status.in_(("pending", "sending"))).count()
    filling = Notice.select().where(Notice.status.in_(("scheduled", "expanding"))).count()
    return not (waiting or on_its_way or filling or desk.rows("SELECT 1 FROM parked"))


def is_sending() -> bool:
    return Delivery.select().where(Delivery.status == "sending").exists()


def let_it_settle(wechat: WeChat, desk: Desk) -> None:
    """Wait until nothing is under way, and nothing comes of it either; pauses and retries wait for the clock.

    The clock is not moved while a message is being sent: minutes would pass within one call, and what WeChat
    says of the message would be given up before the sender has written down that it went.
    """
    quiet_in_a_row, moves = 0, iter(range(60))
    deadline = time.monotonic() + 240
    while quiet_in_a_row < 3:
        assert time.monotonic() < deadline, "it does not come to rest"
        quiet_in_a_row = quiet_in_a_row + 1 if is_quiet(desk) else 0
        if not quiet_in_a_row and not is_sending() and next(moves, None) is not None:
            wechat.advance(minutes=2)
        time.sleep(0.5)


def test_a_day_of_events_with_faults_ends_with_accounts_that_agree(
    stack: Stack, wechat: WeChat, crowd: list[Phone], ours: None
) -> None:
    secretary, desk, started = next(phone for phone in crowd if seat_of(phone)), Desk(stack), time.monotonic()
    let_things_go_wrong(wechat)
    days = [Day(wechat, crowd[number::THREADS], number) for number in range(THREADS)]
    threads = [threading.Thread(target=day.live, args=(EVENTS // THREADS,)) for day in days]
    for thread in threads:
        thread.start()
    for number in range(NOTICES):
        send(secretary, f"第{number + 1}号通知")
        time.sleep(EVENTS / 60 / NOTICES * 0.8)
    for thread in threads:
        thread.join()
    wechat.clear_faults()
    let_it_settle(wechat, desk)
    send(secretary, "晚上的通知")  # finds out what has vanished silently
    let_it_settle(wechat, desk)
    seconds = time.monotonic() - started

    expected = sum((day.events for day in days), Counter())
    check_events(desk, expected, [banner for day in days for banner in day.banners])
    check_followers(desk)
    check_messages(desk)
    check_ledger(desk, set().union(*(day.silenced for day in days)))
    check_report(secretary)
    faults = Counter(event.rpartition(" (")[2] for (event,) in desk.rows("SELECT event FROM pushes") if " (" in event)
    statuses = Counter(f"{row.way.value} {row.status.value}" for row in Delivery.select())
    print(f"a day of {sum(expected.values())} events in {seconds:.0f} s:", *map(dict, (expected, faults, statuses)))


def check_events(desk: Desk, expected: Counter[str], banners: list[str]) -> None:
    """Every event is there once, however often and in whatever order it came; no forgery is."""
    kept = Counter(push.kind for push in Push.select(Push.kind))
    told = [event for (event,) in desk.rows("SELECT event FROM pushes WHERE status = 200")]
    later = {"subscribe_msg_sent_event", "templatesendjobfinish"}
    assert {kind: kept[kind] for kind in expected} == dict(expected)
    assert set(kept) <= set(expected) | later
    assert not [event for event in told if event.endswith("(tampered)")], "a tampered push was taken"
    assert Push.select().where(Push.status == "failed").count() == 0
    assert banners == []


def check_followers(desk: Desk) -> None:
    (official,) = {row[0] for row in Identity.select(Identity.appid).where(Identity.appid.endswith("2")).tuples()}
    known = {row.openid for row in Identity.select().where(Identity.appid == official)}
    assert known == {openid for (openid,) in desk.rows("SELECT openid FROM followers WHERE following = 1")}


def check_messages(desk: Desk) -> None:
    """Each person has each notice in the inbox, and WeChat showed it at most once: as our outbox says."""
    shown: Counter[tuple[str, str]] = Counter()
    sql = (
        "SELECT openid, json_extract(data, '$.thing1.value') FROM outbox WHERE kind != 'chat' AND status = 'delivered'"
    )
    for openid, title in desk.rows(sql):
        shown[openid, title] += 1
    assert set(shown.values()) <= {1}, "somebody was told twice"
    mini = {row.person_id: row.openid for row in Identity.select().where(Identity.appid.endswith("1"))}
    rows = Delivery.select(Delivery, Notice).join(Notice).where(Notice.kind == NoticeKind.MASS)
    seen = 0
    for row in rows:
        times = shown.pop((mini[row.person_id], row.notice.title), 0)
        said = (row.status, row.reason, row.way, row.subscribe_reason, row.message_id, times)
        assert times == {"delivered": 1, "unknown": times}.get(row.status.value, 0), (dict(passed_over()), *said)
        seen += 1
    assert not shown, "WeChat showed what nobody sent"
    assert seen == PEOPLE * (NOTICES + 1)


def passed_over() -> Counter[str]:
    """Pushes from which nothing followed in the end, by kind and attempts."""
    rows = Push.select(Push.kind, Push.attempts).where(Push.status == "ignored")
    return Counter(f"{push.kind} after {push.attempts}" for push in rows)


def check_ledger(desk: Desk, silenced: set[tuple[str, str]]) -> None:
    """Ours is WeChat's, to the last grant. What vanished silently we cannot know of before WeChat refuses a message;
    and a message whose answer was lost counts as used, also where WeChat has refused it."""
    openids = {row.id: row.openid for row in Identity.select()}
    ledger = {(openids[row.identity_id], row.template_id): row.left for row in SubscriptionGrant.select()}
    theirs = {(openid, template): left for openid, template, left in desk.rows("SELECT * FROM grants")}
    unsure = unsure_messages(openids)
    too_many = {key for key, left in ledger.items() if left > theirs.get(key, 0)}
    too_few = {key for key, left in theirs.items() if ledger.get(key, 0) < left - unsure[key]}
    wrong = too_many - silenced | too_few
    assert not wrong, "\n".join(story_of(key, ledger, theirs) for key in wrong)


def unsure_messages(openids: dict[int, str]) -> Counter[tuple[str, str]]:
    """How many messages of unknown fate each account has, by template."""
    taken = GrantEntry.select(GrantEntry, SubscriptionGrant).join(SubscriptionGrant).switch(GrantEntry).join(Delivery)
    lost = taken.where(GrantEntry.kind == GrantChange.TAKEN, Delivery.status == DeliveryStatus.UNKNOWN)
    return Counter((openids[line.grant.identity_id], line.grant.template_id) for line in lost)


def story_of(key: tuple[str, str], ledger: dict[Any, int], theirs: dict[Any, int]) -> str:
    """What the ledger says of one account's template, for whoever must find out why it is wrong."""
    grant = SubscriptionGrant.get(
        SubscriptionGrant.identity.in_(Identity.select(Identity.id).where(Identity.openid == key[0])),
        SubscriptionGrant.template_id == key[1],
    )
    lines = GrantEntry.select().where(GrantEntry.grant == grant.id).order_by(GrantEntry.id)
    told = ", ".join(
        f"{line.at:%H:%M:%S.%f} {line.source.value} {line.kind.value} {line.change:+} {came_of(line)}" for line in lines
    )
    return f"ours {ledger.get(key, 0)}, WeChat's {theirs.get(key, 0)}: {told}"


def came_of(line: GrantEntry) -> str:
    sent = line.delivery
    return f"({sent.id}: {sent.way.value} {sent.status.value} {sent.reason} {sent.subscribe_reason})" if sent else ""


def check_report(secretary: Phone) -> None:
    for item in secretary.get("notices").json()["items"]:
        report = secretary.get(f"notices/{item['id']}/report").json()
        parts = ("delivered", "inbox_only", "unbound", "failed", "unknown", "pending")
        assert report["people"] == PEOPLE == sum(report[part] for part in parts)
        assert report["pending"] == 0
