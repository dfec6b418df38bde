"""What people are asked to agree to, word for word. Whoever changes a text changes its version: all are asked anew.

The general terms are the basis of using the mini-program at all; the others are sensitive (个人信息保护法 第二十八条)
and each is a question of its own (第二十九条), asked where it is needed, never a condition for something else:

- 困难情况, before circumstances are written into a wish (wishes/make);
- 政治面貌, before one's own code is shown to another branch's secretary (party-days/code). Without it they read 列席.

The roster of a Party organisation, with standing and ID number, is kept and used inside that organisation under the
Party's own rules (党章, 中国共产党党员教育管理工作条例), not on consent; both come in with the roster from the township
alone, an ID number of nobody else is taken, and no page shows it. A use beyond that (a certificate with the number on
it) brings a purpose and a question of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.consents import ConsentPurpose


@dataclass(frozen=True, slots=True)
class Wording:
    purpose: ConsentPurpose
    version: str
    title: str
    text: str
    if_withdrawn: str  # what then happens, and what stays


WORDINGS = (
    Wording(
        ConsentPurpose.GENERAL,
        "2026-11",
        "基本信息",
        "姓名、手机号和所在的村或单位，用来核对名册、联系您、登记您报名和帮忙的事。手机号加密保存，列表里只显示尾号。",
        "收回后新的事情办不了，已经办好的记录还在；要全部删除，请用“删除我的信息”。",
    ),
    Wording(
        ConsentPurpose.PARTY_STANDING,
        "2026-11",
        "政治面貌",
        "您参加别的党组织办的活动时，让那边的书记看到您是党员。本支部的名册和组织生活记录是支部自己的职责，不靠这项同意。",
        "收回后，别的党组织只看到您是列席的，看不到政治面貌；本支部的名册不变。",
    ),
    Wording(
        ConsentPurpose.HARDSHIP,
        "2026-11",
        "困难情况",
        "您在心愿里写的困难和需要，由村里核实；公开的内容村里会先改写，不写姓名、病情和住址。",
        "收回后，已经办完的心愿里您写的情况会删去，只留题目；还在办的请先撤回心愿。",
    ),
)
BY_PURPOSE = {wording.purpose: wording for wording in WORDINGS}
