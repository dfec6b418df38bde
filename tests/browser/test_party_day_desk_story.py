"""A Party day at the desk, from the year's plan to the archived 六有 pack, with a member's phone beside it."""

from __future__ import annotations

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from docx import Document

from tests.browser.happenings import scan
from tests.browser.start import what_is_missing

if what_is_missing() is None:
    from playwright.sync_api import Page, expect

SHANGHAI = ZoneInfo("Asia/Shanghai")
TITLE, MATERIAL = "学习护林条例，排好值守", "护林条例第二章；值守排班表"


@pytest.fixture
def sit(console):
    """`sit()`: the desk of 东坑村's secretary. A log-in ends with the day, and this story takes a month."""

    def sit_down() -> Page:
        desk = console()
        seat = desk.locator("select[name=person_id] option", has_text=re.compile("东坑村 书记$"))
        desk.select_option("select[name=person_id]", value=seat.first.get_attribute("value"))
        desk.get_by_role("button", name="进去", exact=True).click()
        desk.get_by_role("heading", name="今天").wait_for()
        return desk

    return sit_down


def test_from_the_years_plan_to_the_archived_pack(sit, phone, of, wechat, tmp_path):
    desk = sit()
    starts_at = publish_next_draft(desk)
    wechat.advance(seconds=(starts_at - datetime.datetime.now(SHANGHAI)).total_seconds() - 600)

    desk = sit()
    desk.get_by_role("link", name="去看名单").click()
    expect(desk.get_by_role("heading", name=TITLE)).to_be_visible()
    here = desk.url
    let_a_member_in(desk, phone(of("member", 2)))
    rekey_the_rest_by_keyboard(desk, here)
    write_minutes(desk, here)

    wechat.advance(hours=4)
    desk = sit()
    file_the_pack(desk, here, tmp_path)


def publish_next_draft(desk: Page) -> datetime.datetime:
    """Open the plan, give the next draft its subject, and publish it; answers when it starts."""
    desk.get_by_role("link", name="主题党日", exact=True).click()
    desk.get_by_role("link", name="全年计划").click()
    expect(desk.locator("select[name=year]")).to_be_visible()
    if not desk.locator("tr", has_text="草稿").count():  # the demo's next draft lies in the next year
        desk.select_option("select[name=year]", str(datetime.datetime.now(SHANGHAI).year + 1))
        desk.get_by_role("button", name="看这一年").click()
    desk.locator("tr", has_text="草稿").first.get_by_role("link").click()
    desk.get_by_role("link", name="改内容和时间").click()
    desk.get_by_label("主题").fill(TITLE)
    desk.get_by_label("学习资料").fill(MATERIAL)
    starts_at = datetime.datetime.fromisoformat(desk.locator("input[name=starts_at]").input_value())
    desk.get_by_role("button", name="改好并发布").click()
    expect(desk.get_by_text(re.compile(r"名单上的 \d+ 人"))).to_be_visible()
    desk.get_by_role("button", name="发布并通知").click()
    expect(desk.get_by_text(re.compile(r"已发布，\d+ 人会收到通知"))).to_be_visible()
    return starts_at.replace(tzinfo=SHANGHAI)


def let_a_member_in(desk: Page, member) -> None:
    """The member scans the wall; the wall counts by itself."""
    desk.get_by_role("link", name="投屏签到码").click()
    expect(desk.locator(".wall-count strong")).to_have_text("0")
    code = desk.locator("[data-scan-code]").get_attribute("data-scan-code")
    day = re.search(r"party-days/(\d+)", desk.url)[1]
    member.open("party-days/day/day", id=day)
    scan(member, "扫码签到", code)
    member.sees("签到成功")
    expect(desk.locator(".wall-count strong")).to_have_text("1", timeout=15_000)


def rekey_the_rest_by_keyboard(desk: Page, here: str) -> None:
    """Down the paper, a digit a line, and the sheet is saved, without a mouse; who has scanned is no news."""
    desk.goto(here)
    desk.get_by_role("link", name="补录签到表").click()
    expect(desk.locator("[data-rekey-told]")).to_contain_text("没记")
    left = desk.locator("[data-rekey-row]:not(:has(input:checked))").count()
    assert left > 5
    for number in range(desk.locator("[data-rekey-row]").count()):
        desk.keyboard.press("4" if number == 0 else "1")
    expect(desk.locator("[data-rekey-told]")).to_contain_text("都记好了")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text(f"录入 {left} 人")).to_be_visible()


def write_minutes(desk: Page, here: str) -> None:
    desk.goto(here)
    desk.get_by_role("link", name="纪要", exact=True).click()
    desk.get_by_label("主持人").fill("项振宇")
    desk.get_by_label("内容").fill("议定下月值守名单。")
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_text("已存为第 1 版")).to_be_visible()


def file_the_pack(desk: Page, here: str, folder) -> None:
    """The downloaded Word holds what the page says."""
    desk.goto(here)
    figures = re.search(r"到会率 = .*?列席 \d+", desk.locator("main").inner_text())[0]
    desk.get_by_role("link", name="六有档案").click()
    with desk.expect_download() as download:
        desk.get_by_role("button", name="下载 Word").click()
    stored = folder / "pack.docx"
    download.value.save_as(stored)
    assert download.value.suggested_filename == f"{TITLE} 档案.docx"
    document = Document(stored)
    said = [paragraph.text for paragraph in document.paragraphs]
    assert figures in said
    assert MATERIAL in said
    assert "议定下月值守名单。" in said
