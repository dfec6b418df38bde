"""What the states and kinds of a wish are called, wherever somebody at a desk reads them."""

from __future__ import annotations

from models.wishes import WishKind, WishStatus

KIND_NAMES = {
    WishKind.GOODS: "实物",
    WishKind.SERVICE: "服务",
    WishKind.COMPANY: "陪伴",
    WishKind.SKILL: "技能",
}
STATUS_NAMES = {
    WishStatus.DRAFT: "草稿",
    WishStatus.PENDING: "待核实",
    WishStatus.HELD: "待人工看",
    WishStatus.REJECTED: "已退回",
    WishStatus.OPEN: "待认领",
    WishStatus.IN_PROGRESS: "办理中",
    WishStatus.AWAITING_CONFIRMATION: "待确认",
    WishStatus.FULFILLED: "已办结",
    WishStatus.WITHDRAWN: "已撤回",
    WishStatus.EXPIRED: "已超期",
}
