"""What the states of an event are called, wherever somebody at a desk reads them."""

from __future__ import annotations

from models.events import EventStatus

STATUS_NAMES = {
    EventStatus.DRAFT: "草稿",
    EventStatus.HELD: "待人工看",
    EventStatus.OPEN: "已发布",
    EventStatus.CANCELLED: "已取消",
}
