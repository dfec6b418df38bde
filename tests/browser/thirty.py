"""A branch of thirty, five of them on WeChat: told to the running system as a deployment is told of one."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from tests.e2e.stack import Phone, Stack, WeChat
from tests.services.workbooks import workbook

NAME = "石鼓村"
ON_WECHAT = 5
SURNAMES = "陈林黄张李王吴刘蔡杨许郑谢洪曾邱郭廖赖周徐叶苏庄江"
GIVEN = "禾安"
NOTES = 9  # subscribe messages that each of the five has agreed to


def make_branch(stack: Stack, wechat: WeChat, folder: Path) -> tuple[list[str], list[Phone]]:
    """Names of the twenty-five without WeChat, and the phones of the five with it: the secretary's first."""
    known = [_known(stack, each["openid"]) for each in wechat.post("people", {"n": ON_WECHAT})]
    rest = [f"{surname}{GIVEN[number % 2]}{surname}" for number, surname in enumerate(SURNAMES)]
    stack.flask("organisations", "add", NAME, "branch", "--parent", "枫桥镇", "--sector", "village")
    secretary = ("--name", known[0]["name"], "--phone", known[0]["phone"])
    stack.flask("appoint", "secretary", "--organisation", NAME, *secretary)
    rows = [(one["name"], "正式党员", NAME, "", one["phone"], "", "1975-01") for one in known[1:]]
    rows += [(name, "正式党员", NAME, "", f"1990009{number:04}", "", "1950-01") for number, name in enumerate(rest)]
    file = folder / "roster.xlsx"
    file.write_bytes(workbook(*rows))
    said = stack.flask("roster", "import", str(file), "--organisation", NAME, "--confirm")
    assert re.search(r"新增 29 人", said), said
    return rest, [_bound(stack, wechat, one) for one in known]


def _known(stack: Stack, openid: str) -> dict[str, str]:
    """What the stand-in made up for this person."""
    with sqlite3.connect(stack.env["SANDBOX_STORE"]) as store:
        name, phone = store.execute("SELECT name, phone FROM people WHERE openid = ?", (openid,)).fetchone()
    return {"openid": openid, "name": name, "phone": phone}


def _bound(stack: Stack, wechat: WeChat, one: dict[str, str]) -> Phone:
    line = Phone(stack, one["openid"])
    assert line.log_in().ok
    bound = line.post("me/phone", {"code": wechat.phone_code(one["openid"]), "name": one["name"]})
    assert bound.json().get("binding") == "bound", bound.text
    for grant in line.get("me/grants").json()["items"]:
        wechat.grant(one["openid"], grant["template_id"], NOTES)
    return line
