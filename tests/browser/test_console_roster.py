"""Importing a roster at a desk, with errors, while going away and coming back."""

from __future__ import annotations

from tests.browser.start import what_is_missing
from tests.services.test_roster_tasks import lines
from tests.services.workbooks import workbook

if what_is_missing() is None:
    from playwright.sync_api import expect


def test_a_roster_with_bad_rows_is_previewed_left_and_imported(console):
    desk = console("镇党建办")
    desk.goto("/console/people")
    desk.get_by_role("link", name="导入名册").click()
    content = workbook(*lines(300, {50, 120}))
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    desk.get_by_label("Excel 文件").set_input_files({"name": "名册.xlsx", "mimeType": sheet, "buffer": content})
    desk.get_by_role("button", name="预览").click()
    desk.get_by_role("link", name="今天").click()  # away, and back by way of the tasks
    desk.get_by_role("link", name="我的任务").click()
    desk.get_by_role("link", name="预览名册：云岭镇").click()
    expect(desk.get_by_role("heading", name="有错的 2 行")).to_be_visible()
    expect(desk.get_by_text("第 50 行")).to_be_visible()
    expect(desk.get_by_text("第 120 行")).to_be_visible()
    desk.get_by_role("button", name="只导入没有错的 298 人").click()
    expect(desk.get_by_text("已导入：新增 298 人")).to_be_visible()
    desk.goto("/console/people?q=某00002")
    expect(desk.get_by_text("共 1 人")).to_be_visible()
