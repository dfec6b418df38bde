"""The audit trail in Chinese: what was done to what, and what changed (features C5).

Actions are named verb_noun; both parts have a word here, so that a new action reads well by itself. What would
not stands whole in WHOLE.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.audit import AuditEntry
from services.local_time import in_full
from services.meeting_words import KIND_NAMES
from services.roster_differences import STANDING_NAMES
from services.wish_words import STATUS_NAMES

WHOLE = {
    "appoint": "任命", "delegate": "交办事项", "check_in": "签到", "check_out": "签退", "call_roll": "点名",
    "sign_up": "报名", "cancel_sign_up": "取消报名", "keep_sign_up": "确认继续参加", "walk_in": "现场补报名",
    "link_follower": "关联公众号", "unfollow": "取消关注公众号",
    "revoke_phone": "在微信里撤回手机号授权", "cancel_account": "在微信里注销小程序账号",
    "bind_phone": "认证微信", "ask_binding": "申请身份认证", "freeze_list": "定下应到名单",
    "mark_told_by_phone": "记下已电话告知", "mark_told_by_group": "记下群里已回复", "see_contact": "查看联系方式",
    "see_phone": "查看电话", "see_guardian": "查看监护人", "enter_leave": "代记请假", "plan_year": "排全年主题党日",
    "strike_entry": "划掉签到", "give_up_claim": "放弃认领", "release_claim": "因长时间没有进展，收回了认领",
    "place_in_area": "划入片区", "rotate_keys": "更换密钥", "record_grants": "记下提醒授权",
    "report_progress": "写进展", "log_in_at_desk": "登录工作台", "revoke_session": "退出其他登录",
    "hand_in_make_up": "交补学", "invite_branches": "邀请联过", "export_table": "导出表格",
    "export_report": "导出报表", "export_pack": "下载六有档案", "make_bundle": "生成迎检包", "make_wish": "提出心愿",
    "change_wish": "修改心愿",
    "accept_wish": "核实并公开", "reject_wish": "退回修改", "withdraw_wish": "撤回心愿", "claim_wish": "认领",
    "fulfil_wish": "报告已送到", "confirm_wish": "确认办理结果", "expire_wish": "因很久没人认领，撤下了心愿",
    "tell_area_lead": "很久没人认领，告诉了片区负责人", "put_on_fallback_list": "还是没人认领，列入镇兜底清单",
    "erase_contact": "按规定删除联系方式", "release_note": "公开一句进展", "drop_note": "删去一句进展",
    "add_person": "加入名册", "change_person": "修改资料", "note_stay": "登记流动", "note_contact": "联系流动党员",
    "end_stay": "结束流动登记", "ask_transfer": "提出转接组织关系", "accept_transfer": "接收组织关系",
    "refuse_transfer": "退回组织关系", "withdraw_transfer": "撤回转接", "merge_people": "合并重复的人",
    "undo_merge": "撤回合并", "grant_proxy": "同意代办", "import_roster": "导入名册",
    "approve_request": "通过认证申请", "refuse_request": "退回认证申请", "end_appointment": "结束任职",
    "add_organisation": "新建党组织", "look_into_township": "查看本镇情况",
    "add_branch_unit": "登记组成单位", "remove_branch_unit": "去掉组成单位", "decide_policy": "修改设置",
    "add_meeting_photo": "放进会议照片", "alert_overdue": "提醒逾期未答复的投诉", "ask_correction": "请求更正资料",
    "change_preferences": "修改个人设置", "complain": "提出意见或投诉", "release_complaint": "打开待人工看的投诉建议",
    "release_text": "自己核对后放行文字",
    "erase_me": "删除自己的资料", "export_my_data": "导出自己的资料", "give_consent": "同意一项说明",
    "withdraw_consent": "撤回同意", "put_up_series_event": "发布系列活动的一场",
    "take_back_meeting_date": "去掉会议日期",
    "form_alliance": "组建联盟", "join_alliance": "加入联盟", "leave_alliance": "退出联盟",
}  # fmt: skip
VERBS = {
    "accept": "同意", "add": "新增", "answer": "答复", "approve": "通过", "ask": "提出", "cancel": "取消",
    "change": "修改", "check": "审看", "claim": "认领", "close": "结束", "confirm": "确认", "copy": "复制",
    "correct": "更正", "create": "新建", "decide": "决定", "declare": "填写", "decline": "谢绝", "end": "结束",
    "erase": "按期删除", "exempt": "免计应到", "expire": "到期关闭", "export": "导出", "fetch": "取走",
    "form": "组建", "fulfil": "办结", "import": "导入", "invite": "邀请", "join": "加入", "keep": "保留",
    "leave": "退出", "make": "提出", "merge": "合并", "note": "记下", "open": "打开", "preview": "预览",
    "publish": "发布",
    "put": "安排", "record": "登记", "refuse": "不同意", "reject": "退回", "release": "放行", "remove": "撤下",
    "reopen": "重新打开", "report": "报告", "return": "退回修改", "reveal": "查看", "review": "审核",
    "revise": "修改", "revoke": "撤销", "save": "保存", "see": "查看", "send": "发送", "set": "设定",
    "settle": "结算", "start": "开始", "strike": "划掉", "submit": "提交", "take": "收回", "undo": "撤销",
    "unlock": "解锁", "unmerge": "恢复合并", "upload": "上传", "withdraw": "撤回", "write": "撰写",
}  # fmt: skip
# What entries are about, as one searches for it.
SUBJECTS = {
    "party_day": "主题党日", "event": "活动", "series": "系列活动", "sign_up": "报名",
    "wish": "微心愿", "notice": "通知", "article": "文稿", "publication": "宣传登记", "photo": "照片",
    "complaint": "投诉建议", "meeting_date": "会议日期", "person": "人员", "request": "申请", "proxy": "代办",
    "appointment": "任职", "organisation": "党组织", "alliance": "联盟", "alliance_type": "联盟类型", "area": "片区",
    "table": "表格", "task": "任务", "identity": "微信账号", "session": "登录", "desk_log_in": "工作台登录",
    "key_ring": "密钥",
}  # fmt: skip
NOUNS = {
    **SUBJECTS, "attendance": "到场", "binding": "身份认证", "branches": "支部", "bundle": "迎检包",
    "companions": "同行人", "contact": "联系方式", "data": "个人资料", "draft": "草稿", "event_hours": "活动时长",
    "fixed_day": "固定党日", "grants": "提醒授权", "guardian": "监护人", "hours": "服务时长", "leave": "请假",
    "make_up": "补学", "minutes": "会议记录", "people": "人员", "policy": "设置", "poll": "投票", "replies": "接龙",
    "report": "报表", "result": "任务结果", "roster": "名册", "skills": "特长",
}  # fmt: skip
COLUMNS = {
    "absent": "未到", "attendance": "到场情况", "kept": "保留", "added": "新增", "change": "第几次变更",
    "change_number": "第几次变更", "checked_in_at": "签到时间", "checked_out_at": "签退时间", "colour": "颜色",
    "columns": "改动的栏目", "name": "姓名", "standing": "身份", "group": "党小组", "birth_month": "出生年月",
    "phone": "手机号", "counted_from_visits": "在别处参加计入", "closes_at": "报名截止", "ends_at": "结束时间",
    "ends_on": "到期", "held": "待人工看", "is_held": "待人工看", "functions": "职能", "gaps": "缺项",
    "joined_on": "加入日期", "kind": "类型", "left_on": "退出日期", "marks": "点名", "material": "学习材料",
    "minutes": "分钟", "month_day": "每月几号", "opens_at": "开始报名", "months": "月份", "new": "新登记",
    "organisations": "党组织", "people": "人员", "person": "人员", "place": "地点", "posts": "岗位数",
    "promoted": "递补", "reason": "原因", "released": "放行", "removed": "移出", "role": "职务", "rows": "行数",
    "sensitive": "含敏感栏目", "starts_at": "开始时间", "starts": "时间", "starts_on": "起始", "week": "第几周",
    "weekday": "星期", "status": "状态", "title": "标题", "values": "重写", "visitor": "微信用户", "year": "年份",
    "attended": "到场", "format": "格式", "period": "时段", "table": "表格", "purpose": "用途", "capacity": "名额",
    "dropped": "去掉", "was": "原来", "coming": "说了来", "version": "第几版", "after_lock": "锁定后补充",
    "channel": "媒体", "published_on": "刊发日期", "hosts": "轮流主办", "month": "月份", "held_on": "开会日期",
    "is_late": "过了期限", "unit": "组成单位", "events": "改动的活动", "operation": "写在哪里", "elder": "被代办的人",
    "helper": "代办人", "changed": "更新", "left_out": "没有导入", "stayed_to_the_end": "没签退，按计划结束时间算",
}  # fmt: skip
STATES = {
    **{status.value: word for status, word in STATUS_NAMES.items()},
    **{standing.value: word for standing, word in STANDING_NAMES.items()}, "planned": "已通知", "closed": "已结束",
    "cancelled": "已取消", "scheduled": "定时待发", "expanding": "正在发出", "sent": "已发出", "paused": "已暂停",
    "awaiting_approval": "待复核", "returned": "退回修改", "corrected": "已更正", "confirmed": "已报上",
    "waiting": "候补", "late_cancelled": "临时取消", "event_cancelled": "活动取消", "not_yet": "未签",
    "present": "实到", "online": "线上参加", "on_leave": "请假", "absent": "未到", "made_up": "补学",
    "taught_at_home": "上门送学", "exempt": "不计应到", "observer": "列席", "asked": "已申请", "approved": "已同意",
    "refused": "不同意", "active": "办理中", "delivered": "已送达", "given_up": "已放弃", "released": "已退回",
    "attended": "到场", "secretary": "书记", "assistant": "助理", "grid_worker": "网格员",
    "alliance_lead": "联盟负责人", "area_lead": "片区负责人", "township_officer": "镇党建办",
    "county_officer": "县委组织部", "accept": "同意", "reject": "不同意", "ban": "屏蔽", "excel": "Excel",
    "word": "Word", "in_review": "审核中", "official_account": "公众号", "broadcast": "广播", "television": "电视",
    "newspaper": "报刊", "website": "网站", **{kind.value: word for kind, word in KIND_NAMES.items()},
}  # fmt: skip
OF_EVENTS = {"open": "报名中"}
# What a policy is about; which of its settings it is, the value tells whoever decided it.
POLICIES = {
    "area": "片区", "article": "宣传稿件", "branch": "支部", "bundle": "迎检包", "calendar": "日历",
    "complaint": "投诉建议", "event": "志愿活动", "floating": "流动党员", "hours": "服务时长", "meeting": "三会一课",
    "notice": "通知", "party_day": "主题党日", "people": "人员", "photo": "照片", "privacy": "个人信息保护",
    "session": "登录", "task": "任务", "volunteer": "志愿者", "wechat": "微信", "wish": "微心愿",
}  # fmt: skip
# Numbers of rows, and what the machine keeps for itself, say nothing to a reader.
UNSAID = {
    "area", "by", "group", "like", "post", "poll", "stay", "transfer", "series", "note", "photo", "merge", "source",
    "home", "first_reminded_at", "last_reminded_at",
}  # fmt: skip
OF_PEOPLE = ("person", "visitor", "elder", "helper")
# Columns whose names are WeChat's, not ours: each is one template.
UNNAMED = {"record_grants": "一种微信提醒"}
OTHER = "其他操作"
CODE = re.compile(r"[a-z]+(_[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Change:
    """What one thing was, and what it became; empty where nothing was noted."""

    name: str
    before: str
    after: str


def in_action(action: str) -> str:
    """`approve_notice` as 通过通知: the end of a sentence that begins with who did it."""
    if action in WHOLE:
        return WHOLE[action]
    verb, _, noun = action.partition("_")
    words = VERBS.get(verb, "") + NOUNS.get(noun, "")
    return words if verb in VERBS else OTHER


def subject_of(entry: AuditEntry) -> str:
    return NOUNS.get(entry.subject, "")


def people_in(entry: AuditEntry) -> set[int]:
    """Ids of people that before and after speak of, besides actor and subject."""
    noted = [json.loads(entry.before), json.loads(entry.after)]
    return {values[name] for values in noted for name in OF_PEOPLE if isinstance(values.get(name), int)}


def changes_of(entry: AuditEntry, names: Mapping[int, str] | None = None) -> list[Change]:
    """Before and after, side by side; `names` are those of people by their ids."""
    before, after = json.loads(entry.before), json.loads(entry.after)
    return [
        Change(
            _column(name, UNNAMED.get(entry.action, "内容")),
            *(_noted(values, name, entry.subject, names or {}) for values in (before, after)),
        )
        for name in dict.fromkeys([*before, *after])
        if name not in UNSAID
    ]


def _column(name: str, otherwise: str = "内容") -> str:
    """A column's word; an import calls its columns by theirs, a policy stands in the family it belongs to."""
    family, is_policy, _ = name.partition(".")
    if is_policy and family in POLICIES:
        return f"{POLICIES[family]}的设置"
    return COLUMNS.get(name) or STATES.get(name) or (otherwise if name.isascii() else name)


def _noted(values: dict[str, Any], name: str, subject: str, names: Mapping[int, str]) -> str:
    if name not in values:
        return ""
    if name in OF_PEOPLE:
        return names.get(values[name], "")
    if name == "columns":
        return "、".join(_column(each) for each in values[name]) or "没有"
    return in_words(values[name], subject)


def in_words(value: Any, subject: str) -> str:
    """One noted value: a state's word, 是 or 否, an instant in local time, a list by its length."""
    if value is None:
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return f"{len(value)} 项"
    if isinstance(value, dict):
        return "；".join(f"{STATES.get(key, key)} {in_words(each, subject)}" for key, each in value.items())
    text = str(value)
    if subject == "event" and text in OF_EVENTS:
        return OF_EVENTS[text]
    return STATES.get(text) or _instant(text) or (_coded(text) if CODE.fullmatch(text) else text)


def _coded(text: str) -> str:
    """A program's word that is no state: the name of an action or of a thing, or nothing that a reader would miss."""
    return NOUNS.get(text) or (in_action(text) if "_" in text else "其他")


def _instant(text: str) -> str:
    try:
        instant = datetime.datetime.fromisoformat(text)
    except ValueError:
        return ""
    if instant.tzinfo is None:
        return f"{instant.year}年{instant.month}月{instant.day}日" if len(text) == len("2026-11-28") else ""
    return in_full(instant)
