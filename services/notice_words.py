"""What the states of notices and deliveries are called, wherever somebody reads them."""

from __future__ import annotations

from models.notices import DeliveryStatus, NoticeStatus, Way

STATUS_NAMES = {
    NoticeStatus.HELD: "等您再看一遍",
    NoticeStatus.AWAITING_APPROVAL: "待复核",
    NoticeStatus.RETURNED: "退回修改",
    NoticeStatus.SCHEDULED: "定时待发",
    NoticeStatus.PAUSED: "已暂停",
    NoticeStatus.EXPANDING: "正在发出",
    NoticeStatus.SENT: "已发出",
    NoticeStatus.CANCELLED: "已取消",
    NoticeStatus.WITHDRAWN: "已撤回",
    NoticeStatus.CORRECTED: "已更正",
}
WHY_NOT_REACHED = {
    DeliveryStatus.UNBOUND: "没有绑定微信",
    DeliveryStatus.INBOX_ONLY: "没有剩余的微信提醒次数",
    DeliveryStatus.FAILED: "微信没有接受这条提醒",
    DeliveryStatus.UNKNOWN: "不确定微信有没有送到",
    DeliveryStatus.PENDING: "正在发送",
    DeliveryStatus.SENDING: "正在发送",
}
# Why one way did not do; a reason that is not here is told by the status.
WHY_NOT_THIS_WAY = {
    "unbound": "没有绑定小程序",
    "no_grant": "没有剩余的微信提醒次数",
    "capability_banned": "微信停用了这类提醒",
    "no_template": "这类消息没有开通微信提醒",
    "too_late": "事情已经开始，不再用微信提醒",
    "not_following": "没有关注公众号",
    "blocked_by_person": "在公众号里关掉了消息",
    "wechat_failed_later": "微信收下了，但没有送到",
    "pending": "正在发送",
    "paused": "微信暂停接收，正在等",
    "worker_died": "发送中断，不确定有没有送到",
}
WAYS = {Way.SUBSCRIBE: "小程序", Way.TEMPLATE: "公众号"}


def why_not(way: Way, reason: str, status: DeliveryStatus) -> str:
    """A step's reason, in words. The Official Account takes no grants: who has "none" refused its messages."""
    if way is Way.TEMPLATE and reason == "no_grant":
        reason = "blocked_by_person"
    return WHY_NOT_THIS_WAY.get(reason) or WHY_NOT_REACHED[status]
