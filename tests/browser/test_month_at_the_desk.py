"""The measure of it all: a branch of thirty, five of them on WeChat, and a secretary's whole month at the desk.

One Party day from the plan to the archived pack, two wishes, one event, three notices. The hand counts every click,
key and page (tests.browser.keystrokes), and what a person would need is reckoned from that.
"""

from __future__ import annotations

import datetime
import json
import re
from zoneinfo import ZoneInfo

import pytest
from docx import Document

from tests.browser.keystrokes import Hand
from tests.browser.start import what_is_missing
from tests.browser.thirty import NAME, make_branch
from tests.e2e.stack import WeChat, wait_until
from tests.pictures import photo_from_a_phone

if what_is_missing() is None:
    from playwright.sync_api import expect

SHANGHAI = ZoneInfo("Asia/Shanghai")
PATIENCE = 30_000
MOST_MINUTES = 30
DAY = datetime.timedelta(days=1)

TITLE, MATERIAL = "学习护林条例，排好冬季值守", "《森林防火条例》第二章；值守排班表"
AGENDA = "一、学习护林条例；二、排冬季值守；三、通报党员联系户"
MINUTES = (
    "会议学习了《森林防火条例》第二章，大家结合村里的情况谈了体会。会上排定了冬季值守班次，每班两人，"
    "周六周日各一班，从下月一日开始。对三户独居老人逐户落实了联系党员，下雪天先看人、再扫路。会议通过了值守排班表。"
)
WISHES = (
    ("周奶奶", "19900004321", "一床厚棉被", "冬天冷，想要一床厚一点的"),
    ("钱大爷", "", "修好收音机", "爱听戏，坏了半年"),
)
EVENT, PLACE = "清理村口水渠", "村口大樟树下"
NOTICES = (
    ("周五停水半天", "周五上午八点到十二点检修水管，请提前接好水。"),
    ("森林防火，不要烧荒", "天干物燥，田边地头不要烧荒，发现烟火马上打电话。"),
    ("医保缴费月底截止", "城乡居民医保月底截止，还没有缴的请到村部来办。"),
)


@pytest.fixture(scope="module")
def thirty(stack, tmp_path_factory):
    """Who has no WeChat, by name; and the phones of the five who do."""
    return make_branch(stack, WeChat(stack), tmp_path_factory.mktemp("thirty"))


@pytest.fixture
def hand(console, thirty):
    """`hand.sit()` at the secretary's desk: a log-in ends with the day, and this story takes a month."""

    class Secretary(Hand):
        def come_in(self, waiting: str = "今天") -> None:
            """Chosen from the list, which only a made-up county has; counted as the scan it stands for.

            What the worker does first is done when `waiting` is on the first page. Whoever scans has the mini-program
            open: WeChat judges the words of nobody whom it has not seen lately.
            """
            assert thirty[1][0].log_in().ok
            desk = console()
            seat = desk.locator("select[name=person_id] option", has_text=re.compile(f"{NAME} 书记$")).first
            desk.select_option("select[name=person_id]", value=seat.get_attribute("value"))
            desk.get_by_role("button", name="进去", exact=True).click()
            desk.get_by_role("heading", name="今天").wait_for()
            wait_until(lambda: desk.reload() and desk.get_by_text(waiting).count(), f"{waiting} is on the first page")
            self.sit(desk)
            self.tap_phone(3)  # unlock, scan, 登录

        def says(self, text: str) -> None:
            expect(self.page.get_by_role("status").first).to_contain_text(text, timeout=PATIENCE)

    return Secretary()


def test_a_month_at_the_desk_takes_less_than_half_an_hour(hand, thirty, wechat, record_property, tmp_path):
    names, phones = thirty
    parts = {}

    def part(name, *acts):
        before = hand.tally.copy()
        for act in acts:
            act()
        done = hand.tally.since(before)
        parts[name] = parts[name] + done if name in parts else done

    today = datetime.datetime.now(SHANGHAI)
    starts_at = (today + 4 * DAY).replace(hour=9, minute=0, second=0, microsecond=0)

    hand.come_in()
    part("主题党日", lambda: plan_party_day(hand, starts_at), lambda: note_calls(hand, names))
    here = hand.page.url
    part("微心愿", lambda: take_in_wishes(hand))
    part("志愿活动", lambda: put_up_event(hand, starts_at + DAY / 4, names, phones))
    part("通知", lambda: send_and_phone(hand, *NOTICES[0]))
    deliver_wishes(phones)

    wechat.advance(seconds=(starts_at + DAY / 2 - today).total_seconds())
    hand.come_in()
    part("主题党日", lambda: type_the_sheet_in(hand, here), lambda: write_it_up(hand))
    part("志愿活动", lambda: call_the_roll(hand))
    part("通知", lambda: send_and_phone(hand, *NOTICES[1]))

    wechat.advance(days=9)
    hand.come_in(waiting="心愿要回访")
    part("微心愿", lambda: follow_up(hand, 2))
    part("主题党日", lambda: make_up(hand, here, names[1:3]), lambda: archive(hand, here, tmp_path))
    part("通知", lambda: send_and_phone(hand, *NOTICES[2]))

    record_property("month_at_the_desk", json.dumps(told(hand.tally, parts), ensure_ascii=False))
    print(json.dumps(told(hand.tally, parts), ensure_ascii=False, indent=2))
    assert hand.tally.seconds / 60 < MOST_MINUTES


def told(whole, parts):
    """The figures as they are recorded: for the month, and for each kind of work."""
    lines = {"一个月": whole, **parts}
    return {
        name: {
            "clicks": tally.clicks, "characters": tally.characters, "keys": tally.keys, "pages": tally.pages,
            "minutes": round(tally.seconds / 60, 1),
        }
        for name, tally in lines.items()
    }  # fmt: skip


def plan_party_day(hand, starts_at):
    """The fixed day, the year's drafts, the next one's subject and material, published."""
    hand.link("主题党日")
    hand.link("全年计划")
    day_of_month = hand.page.get_by_role("spinbutton", name="每月几号")
    hand.click(day_of_month)
    hand.write_here(day_of_month, str(starts_at.day))
    hand.write("地点", "村党群服务中心")
    hand.button("设好固定党日")
    if starts_at.year != datetime.datetime.now(SHANGHAI).year:
        hand.pick("年份", str(starts_at.year))
        hand.button("看这一年")
    hand.button(f"排出 {starts_at.year} 年草稿")
    hand.click(hand.page.locator("tr", has_text="草稿").first.get_by_role("link"))
    hand.link("改内容和时间")
    hand.write("主题", TITLE)
    hand.write("学习资料", MATERIAL)
    hand.button("改好并发布")
    hand.button("发布并通知")
    hand.says("已发布，30 人会收到通知")


def note_calls(hand, names):
    """Five have phoned: three come, two ask for leave."""
    hand.link("记回话、贴接龙")
    lines = [
        f"{names[0]} 来",
        f"{names[1]} 请假 看病",
        f"{names[2]} 请假 在外地打工",
        f"{names[3]} 来",
        f"{names[4]} 来",
    ]
    hand.write_here(hand.page.get_by_label("姓名，一行一个；或者把群接龙整段粘贴进来"), "\n".join(lines))
    hand.button("认名字")
    hand.button("确认，写打勾的人")
    hand.says("说来的 3 人，请假的 2 人")


def take_in_wishes(hand):
    """Two paper cards, each looked at as the wall will show it."""
    hand.link("微心愿")
    hand.link("登记心愿卡")
    for place, (name, phone, title, detail) in enumerate(WISHES, 1):
        card = hand.page.get_by_role("group", name=f"第 {place} 张")
        for label, text in (("许愿的人", name), ("电话", phone), ("心愿（一句话）", title), ("说明", detail)):
            if text:
                hand.click(card.get_by_label(label))
                hand.write_here(card.get_by_label(label), text)
    hand.button("登记这些心愿卡")
    for _ in WISHES:
        hand.button("就这样上墙")
        hand.says("已上墙")


def put_up_event(hand, starts_at, names, phones):
    """Posted, then eight signed up who have no phone; two do it on theirs."""
    hand.link("志愿活动")
    hand.link("新建活动")
    hand.write("活动名称", EVENT)
    hand.write("在哪集合", PLACE)
    hand.write("开始", f"{starts_at:%Y-%m-%dT%H:%M}")
    hand.write("结束", f"{starts_at + datetime.timedelta(hours=2):%Y-%m-%dT%H:%M}")
    hand.write("第 1 个岗位的名称", "清淤")
    hand.write("第 1 个岗位的人数", "12")
    hand.button("发布")
    hand.says("已发布")
    event = int(re.search(r"events/(\d+)", hand.page.url)[1])
    for phone in phones[1:3]:
        assert phone.post(f"events/{event}/sign-up").status_code == 201
    hand.link("代报名、贴接龙")
    hand.write_here(hand.page.get_by_label("姓名，一行一个；或者把群接龙整段粘贴进来"), "\n".join(names[5:13]))
    hand.button("认名字")
    hand.button("确认，写打勾的人")
    hand.says("报上 8 人")


def send_and_phone(hand, title, body):
    """Written, counted, sent; whom it did not reach is phoned, number by number."""
    hand.link("通知")
    hand.link("写通知")
    hand.write("标题", title)
    hand.write("内容", body)
    hand.button("下一步：看看会发给多少人")
    hand.button("发送给 30 人")
    parts = hand.page.locator("#numbers .number strong")
    expect(parts).to_have_text(["30", "5", "0", "25", "0", "0", "0"], timeout=PATIENCE)
    expect(hand.page.locator("#numbers [hx-get]")).to_have_count(0, timeout=PATIENCE)  # it loads itself anew before
    hand.click(hand.page.get_by_role("link", name="还有 25 人没通知到，去打电话"))
    numbers = hand.page.get_by_role("button", name="看号码")
    expect(numbers.first).to_be_visible()
    for _ in range(numbers.count()):
        left = numbers.count()
        hand.click(numbers.first)
        expect(numbers).to_have_count(left - 1)
    hand.button("全部勾上")
    hand.button("记为已告知")
    hand.says("人已经电话告知")


def deliver_wishes(phones):
    """Two of the five take a wish each in hand and deliver it."""
    for phone, (_, _, title, _) in zip(phones[1:], WISHES, strict=False):
        found = phone.get("wishes", params={"status": "open", "limit": 100}).json()["items"]
        wish = next(each["id"] for each in found if each["title"] == title)
        assert phone.post(f"wishes/{wish}/claim").status_code == 201
        assert phone.post(f"wishes/{wish}/fulfilment").ok


def type_the_sheet_in(hand, here):
    """Down the paper: one is missing, two are on leave already, whoever is not marked was there."""
    hand.page.goto(here)
    hand.link("补录签到表")
    expect(hand.page.locator("[data-rekey-told]")).to_contain_text("还有 28 人没记")
    hand.press("4")
    hand.button("没记的都算「到」")
    hand.press("Control+Enter")
    hand.says("录入 28 人")


def write_it_up(hand):
    hand.link("照片")
    hand.choose_file("照片", {"name": "会场.jpg", "mimeType": "image/jpeg", "buffer": photo_from_a_phone((900, 600))})
    hand.click(hand.page.get_by_label("照片里的人都同意了，或者照片里没有人"))
    hand.button("放进记录")
    hand.click(hand.page.locator(".desk-head a").first)
    hand.link("纪要")
    for label, text in (("主持人", "陈书记"), ("记录人", "林安林"), ("议程", AGENDA), ("内容", MINUTES)):
        hand.write(label, text)
    hand.button("保存")
    hand.says("已存为第 1 版")


def call_the_roll(hand):
    """From the first page: one did not come, the hours of the others are written at once."""
    hand.link("今天")
    hand.link("去登记")
    expect(hand.page.locator("[data-rekey-told]")).to_contain_text("还有 10 人没记")
    hand.press("2")
    hand.button("没记的都算「到」")
    hand.press("Control+Enter")
    expect(hand.page.get_by_text("2.0 小时")).to_have_count(9)


def follow_up(hand, count):
    """From the first page, after a week without a word: phoned, and what they said written down."""
    for _ in range(count):
        hand.link("今天")
        hand.link("去回访")
        expect(hand.page.get_by_label("满意，办好了")).to_be_visible()
        if not hand.page.get_by_text("没有留电话").count():
            hand.write("为什么要看", "回访")
            hand.button("显示姓名和电话")
        hand.click(hand.page.get_by_label("满意，办好了"))
        hand.write("对方的原话", "很满意，谢谢大家")
        hand.button("记下来")
        hand.says("已办结")


def make_up(hand, here, names):
    """Who was away has studied on paper."""
    hand.page.goto(here)
    for name in (*names, None):
        row = hand.page.locator("tr", has_text=name) if name else hand.page.locator("tr", has_text="未到")
        hand.click(row.first.get_by_role("link").first)
        hand.write("体会或要补充什么", "学了条例第二章，已交体会")
        hand.button("确认已补学")
        hand.click(hand.page.locator(".desk-head a").first)


def archive(hand, here, folder):
    """Minutes locked by themselves, the pack filed, with what was decided and how many came."""
    hand.page.goto(here)
    hand.link("纪要")
    expect(hand.page.get_by_text("已锁定")).to_be_visible()
    hand.click(hand.page.locator(".desk-head a").first)
    hand.link("六有档案")
    with hand.page.expect_download() as download:
        hand.button("下载 Word")
    download.value.save_as(folder / "pack.docx")
    said = [paragraph.text for paragraph in Document(folder / "pack.docx").paragraphs]
    assert MINUTES in said
    assert MATERIAL in said
    assert any("27 ÷ 30" in each or "实到 27" in each for each in said), said[:12]
