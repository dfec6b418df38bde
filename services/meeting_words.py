"""What meetings and their attendance are called (glossary), and how a quorum is told."""

from __future__ import annotations

from models.attendance import AttendanceStatus
from models.party_days import CheckInWay, MeetingKind, PartyDayStatus
from services.attendance_counts import Quorum

KIND_NAMES = {
    MeetingKind.PARTY_DAY: "主题党日",
    MeetingKind.MEMBERS_MEETING: "党员大会",
    MeetingKind.ELECTION: "党员大会（选举）",
    MeetingKind.LECTURE: "党课",
    MeetingKind.COMMITTEE_MEETING: "支委会",
    MeetingKind.GROUP_MEETING: "党小组会",
    MeetingKind.LIFE_MEETING: "组织生活会",
    MeetingKind.MEMBERS_REVIEW: "民主评议",
    MeetingKind.HEART_TALK: "谈心谈话",
}

PARTY_DAY_STATUS_NAMES = {
    PartyDayStatus.DRAFT: "草稿",
    PartyDayStatus.PLANNED: "已通知",
    PartyDayStatus.CLOSED: "已结束",
    PartyDayStatus.CANCELLED: "已取消",
}
CHECK_IN_NAMES = {CheckInWay.BOTH: "扫码或点名", CheckInWay.SCAN: "扫码签到", CheckInWay.ROLL_CALL: "书记点名"}
ATTENDANCE_NAMES = {
    AttendanceStatus.NOT_YET: "未签",
    AttendanceStatus.PRESENT: "实到",
    AttendanceStatus.ONLINE: "线上参加",
    AttendanceStatus.ON_LEAVE: "请假",
    AttendanceStatus.ABSENT: "未到",
    AttendanceStatus.MADE_UP: "补学",
    AttendanceStatus.TAUGHT_AT_HOME: "上门送学",
    AttendanceStatus.EXEMPT: "不计应到",
    AttendanceStatus.OBSERVER: "列席",
}


def quorum_text(quorum: Quorum) -> str:
    """Whether a vote can be held, with the figures it rests on (features P3)."""
    if quorum.with_vote_expected == 0:
        return "名单上没有有表决权的正式党员，不能表决。"
    figures = (
        f"应到有表决权的正式党员 {quorum.with_vote_expected} 名，实到 {quorum.with_vote_present} 名，"
        f"至少要到 {quorum.needed} 名"
    )
    if quorum.is_reached:
        return f"{figures}，可以表决。预备党员和列席人员不计入。"
    short = quorum.needed - quorum.with_vote_present
    return f"{figures}，还差 {short} 名，不能表决。预备党员和列席人员不计入。"
