"""What the console calls things: the glossary's words for the states and kinds in the rows."""

from __future__ import annotations

from models.alliances import AllianceLevel
from models.appointments import Appointment
from models.articles import ArticleSource, ArticleStatus, Channel
from models.attendance import AttendanceStatus
from models.events import AttendanceMode, Audience, EventStatus
from models.floating import Direction
from models.notices import NoticeStatus
from models.organisations import OrganisationKind, Sector
from models.party_days import PartyDayStatus
from models.proxies import ProxyRelation
from models.sign_ups import SignUpStatus
from models.tasks import TaskStatus
from models.transfers import TransferStatus
from models.wishes import ClaimStatus, WishStatus
from services.appointments import place_of
from services.audit_words import in_action
from services.complaints import CALLED as COMPLAINT_NAMES
from services.county_watch import Standstill
from services.event_words import STATUS_NAMES as EVENT_STATUS_NAMES
from services.handover_note import FUNCTION_NAMES
from services.handovers import ROLE_NAMES
from services.meeting_words import ATTENDANCE_NAMES, CHECK_IN_NAMES, PARTY_DAY_STATUS_NAMES, quorum_text
from services.meeting_words import KIND_NAMES as MEETING_NAMES
from services.notice_words import STATUS_NAMES as NOTICE_STATUS_NAMES
from services.notice_words import why_not
from services.permissions import Actor
from services.roster_differences import STANDING_NAMES
from services.wish_words import KIND_NAMES as WISH_KIND_NAMES
from services.wish_words import STATUS_NAMES as WISH_STATUS_NAMES

__all__ = [
    "ATTENDANCE_NAMES",
    "CHECK_IN_NAMES",
    "COMPLAINT_NAMES",
    "EVENT_STATUS_NAMES",
    "FUNCTION_NAMES",
    "MEETING_NAMES",
    "NOTICE_STATUS_NAMES",
    "PARTY_DAY_STATUS_NAMES",
    "ROLE_NAMES",
    "STANDING_NAMES",
    "WISH_KIND_NAMES",
    "WISH_STATUS_NAMES",
    "in_action",
    "quorum_text",
    "why_not",
]

KIND_NAMES = {
    OrganisationKind.COUNTY: "县",
    OrganisationKind.TOWNSHIP: "镇",
    OrganisationKind.COMMITTEE: "党委",
    OrganisationKind.GENERAL_BRANCH: "党总支",
    OrganisationKind.BRANCH: "党支部",
    OrganisationKind.JOINT_BRANCH: "联合党支部",
}
SECTOR_NAMES = {
    Sector.VILLAGE: "农村社区",
    Sector.DEPARTMENT: "机关部门",
    Sector.ENTERPRISE: "非公企业",
    Sector.ASSOCIATION: "行业协会",
}
ARTICLE_STATUSES = {
    ArticleStatus.DRAFT: ("草稿", ""),
    ArticleStatus.IN_REVIEW: ("待审核", "wait"),
    ArticleStatus.APPROVED: ("已通过", "go"),
    ArticleStatus.SENDING: ("正在送", "wait"),
    ArticleStatus.IN_DRAFTS: ("已到公众号草稿箱", "done"),
}
ARTICLE_SOURCE_NAMES = {
    ArticleSource.EVENT: "志愿服务活动",
    ArticleSource.PARTY_DAY: "主题党日",
    ArticleSource.WISH: "微心愿",
}
CHANNEL_NAMES = {
    Channel.OFFICIAL_ACCOUNT: "公众号",
    Channel.BROADCAST: "广播",
    Channel.TELEVISION: "电视",
    Channel.NEWSPAPER: "报刊",
    Channel.WEBSITE: "网站",
    Channel.OTHER: "其他",
}
WISH_TONES = {
    WishStatus.PENDING: "wait",
    WishStatus.HELD: "wait",
    WishStatus.OPEN: "go",
    WishStatus.IN_PROGRESS: "go",
    WishStatus.AWAITING_CONFIRMATION: "wait",
    WishStatus.FULFILLED: "done",
    WishStatus.REJECTED: "stop",
    WishStatus.WITHDRAWN: "",
    WishStatus.EXPIRED: "stop",
    WishStatus.DRAFT: "",
}
CLAIM_STATUSES = {
    ClaimStatus.ACTIVE: ("办理中", "go"),
    ClaimStatus.DELIVERED: ("已送到", "wait"),
    ClaimStatus.CONFIRMED: ("已办结", "done"),
    ClaimStatus.GIVEN_UP: ("放弃了", ""),
    ClaimStatus.RELEASED: ("到期收回", ""),
}
# What a person's rows are called when they are counted.
TABLE_NAMES = {
    "claim": "认领",
    "wish": "心愿",
    "sign_up": "报名",
    "hours_entry": "服务时长",
    "attendance": "党日考勤",
    "delivery": "消息",
    "identity": "微信绑定",
    "session": "登录",
    "appointment": "任职",
    "request": "认证申请",
}
TRANSFER_STATUSES = {
    TransferStatus.ASKED: ("等对方接收", "wait"),
    TransferStatus.ACCEPTED: ("已转入", "done"),
    TransferStatus.REFUSED: ("被退回", "stop"),
    TransferStatus.WITHDRAWN: ("已撤回", ""),
}
LEVEL_NAMES = {
    AllianceLevel.TOWNSHIP: "镇级联盟",
    AllianceLevel.AREA: "片区联盟",
    AllianceLevel.AD_HOC: "灵活组建",
}
RELATION_NAMES = {
    ProxyRelation.RELATIVE: "亲属",
    ProxyRelation.NEIGHBOUR: "邻居",
    ProxyRelation.SECRETARY: "书记或网格员",
}
DIRECTIONS = {Direction.OUT: "流出", Direction.IN: "流入"}
# With the tone that bits.state() gives each.
TASK_STATUSES = {
    TaskStatus.WAITING: ("排队中", "wait"),
    TaskStatus.RUNNING: ("正在做", "go"),
    TaskStatus.DONE: ("做完了", "done"),
    TaskStatus.FAILED: ("没做成", "stop"),
}


NOTICE_TONES = {
    NoticeStatus.HELD: "wait",
    NoticeStatus.AWAITING_APPROVAL: "wait",
    NoticeStatus.RETURNED: "stop",
    NoticeStatus.SCHEDULED: "go",
    NoticeStatus.PAUSED: "wait",
    NoticeStatus.EXPANDING: "go",
    NoticeStatus.SENT: "done",
}


def seat(row: Appointment) -> str:
    """东坑村党支部 书记"""
    return f"{place_of(row).name} {ROLE_NAMES[row.role]}"


PERIOD_NAMES = (("upcoming", "将来的"), ("past", "过去的"))
EVENT_AUDIENCE_NAMES = {
    Audience.EVERYONE: "所有人",
    Audience.MEMBERS: "党员",
    Audience.ORGANISATION: "本党组织的党员群众",
    Audience.ALLIANCE: "联盟成员单位",
}
EVENT_ATTENDANCE_NAMES = {
    AttendanceMode.ROLL_CALL: "书记点名",
    AttendanceMode.SCAN: "扫码签到",
    AttendanceMode.SCAN_IN_OUT: "扫码签到和签退",
}
SIGN_UP_STATUS_NAMES = {SignUpStatus.CONFIRMED: "已报上名", SignUpStatus.WAITING: "候补"}
ATTENDANCE_TONES = {
    AttendanceStatus.PRESENT: "done",
    AttendanceStatus.ONLINE: "done",
    AttendanceStatus.MADE_UP: "done",
    AttendanceStatus.TAUGHT_AT_HOME: "done",
    AttendanceStatus.NOT_YET: "wait",
    AttendanceStatus.ON_LEAVE: "go",
    AttendanceStatus.ABSENT: "stop",
}
PARTY_DAY_TONES = {PartyDayStatus.DRAFT: "wait", PartyDayStatus.PLANNED: "go", PartyDayStatus.CANCELLED: "stop"}
EVENT_TONES = {
    EventStatus.DRAFT: "wait",
    EventStatus.HELD: "wait",
    EventStatus.OPEN: "go",
    EventStatus.CANCELLED: "stop",
}


def standstill(of: Standstill) -> str:
    """What stands still in a township, in totals."""
    parts = {"个心愿在兜底清单上": of.wishes, "件投诉过了答复期限": of.complaints, "个党组织没有书记": of.vacancies}
    return "，".join(f"{count} {what}" for what, count in parts.items() if count)


def seats(actor: Actor) -> list[str]:
    """Every seat this person holds today."""
    rows = Appointment.select().where(Appointment.id.in_([seat.appointment_id for seat in actor.seats]))
    return [seat(row) for row in rows.order_by(Appointment.id)]
