"""What is kept about people: every table that names a person or holds cipher text stands here.

`flask filing` writes the tables of WeChat's privacy guideline and of the authorities' filing from it; a test
fails when a table is missing, so that nothing about people is added without saying what for and how long.
"""

from __future__ import annotations

from dataclasses import dataclass

import peewee

from models import schema
from models.base import BaseModel
from models.fields import EncryptedField
from models.people import Person

# How long something is kept, where no policy of its own says so.
WHILE_HERE = "在本组织期间；本人可申请删除"
WITH_THE_RECORD = "随该项工作记录保存"


@dataclass(frozen=True, slots=True)
class Kept:
    """What one table keeps about people, in words that a resident reads in the privacy guideline.

    `until` is the name of a policy that counts days, or words. `is_sensitive` as the Personal Information
    Protection Law (Art. 28) and design rule 7 mean it: it needs a consent of its own.
    """

    what: str
    why: str
    until: str = WITH_THE_RECORD
    is_sensitive: bool = False


KEPT: dict[str, Kept] = {
    "person": Kept(
        "姓名、手机号、出生年月、所属党组织、政治面貌、身份证号（仅党员名册）", "核对身份、联系办事", WHILE_HERE, True
    ),
    "identity": Kept("微信 openid、unionid", "登录、发送订阅消息", WHILE_HERE),
    "session": Kept("登录凭证的摘要与期限", "保持登录", "session.days"),
    "desk_log_in": Kept("扫码登录工作台的凭证摘要", "登录工作台", "几分钟后失效，当天清除"),
    "task": Kept("导入、导出等任务由谁发起", "离开后可以回来接着看", "task.keep_days"),
    "file_piece": Kept("任务收到的文件与结果文件（加密）", "导入名册、下载导出的表格", "task.keep_days", True),
    "request": Kept("申请认证、更正时填写的姓名、手机号", "由支部书记核对身份", "privacy.request_days"),
    "transfer": Kept("组织关系从哪里转到哪里", "组织关系转接"),
    "floating_member": Kept("流动党员的去向、活动证号、下次联系日期", "流动党员的联系服务"),
    "merge": Kept("哪两条记录合并过", "合并错了七天内可以还原"),
    "consent": Kept("同意过哪一版说明、什么时候", "证明是您同意的", WHILE_HERE),
    "proxy": Kept("谁替谁代办", "帮没有手机的老人办事", WHILE_HERE),
    "photo": Kept("您上传的照片（去掉了拍摄地点等信息）", "说明心愿、活动办得怎样"),
    "complaint": Kept("意见与投诉的内容和答复", "按期答复", "privacy.complaint_days"),
    "appointment": Kept("担任的职务与任期", "确定可办理的事项"),
    "wish": Kept("心愿内容、心愿人姓名与联系电话", "核实并实现微心愿", "privacy.wish_contact_days", True),
    "claim": Kept("认领的心愿与进展", "安排帮办，避免重复认领"),
    "event": Kept("活动由谁发布", "志愿服务活动的组织"),
    "sign_up": Kept(
        "报名、同行人、未成年人监护人姓名与电话", "安排名额和安全联系", "privacy.event_companion_days", True
    ),
    "reminder": Kept("已发送的活动提醒", "不重复提醒"),
    "person_skill": Kept("本人登记的技能", "报名需要技能的岗位", WHILE_HERE),
    "hours_entry": Kept("志愿服务时长", "记录志愿服务（民政部令第67号）"),
    "party_day": Kept("主题党日由谁发布", "组织生活的安排"),
    "attendance": Kept("主题党日出席情况、上门送学备注", "组织生活的记录", is_sensitive=True),
    "exemption": Kept("不计应到的原因与决定", "出席率的计算", is_sensitive=True),
    "party_day_leave": Kept("请假事由与批准情况", "组织生活的请假", is_sensitive=True),
    "make_up": Kept("补学情况", "组织生活的补课"),
    "event_roll_mark": Kept("点名由谁记录", "点名的补传与核对"),
    "roll_mark": Kept("点名由谁记录", "点名的补传与核对"),
    "minutes_version": Kept("会议纪要的主持人、记录人、内容与保存人", "会议记录及其修改的追溯"),
    "minutes_unlock": Kept("谁解锁了纪要、理由", "会议记录修改的追溯"),
    "meeting_date": Kept("会议日期由谁登记", "三会一课的提醒"),
    "poll": Kept("征求意见由谁发起", "会议征求意见"),
    "poll_answer": Kept("本人在征求意见中的选择（只公布合计）", "会议征求意见，不作为党内表决依据"),
    "series": Kept("每月活动由谁安排", "志愿服务活动的组织"),
    "article": Kept("稿件由谁撰写", "宣传稿件的三审"),
    "article_version": Kept("稿件每一版由谁写成", "宣传稿件的三审"),
    "article_review": Kept("谁审过哪一版、意见", "宣传稿件的三审"),
    "publication": Kept("宣传台账由谁登记", "宣传台账"),
    "notice": Kept("通知由谁发布", "通知的发布"),
    "delivery": Kept("通知的送达与阅读情况", "列出需电话通知的名单"),
    "push": Kept("在公众号里写的话、微信推送的事件（加密）", "答复和核对", "privacy.push_days"),
    "link_code": Kept("关联公众号用的数字（摘要）", "把公众号的消息发给本人", "10 分钟后失效"),
    "idempotency_key": Kept("最近提交过的操作编号（不含内容）", "网络不好时不重复提交", "7 天"),
}

# Cipher text about nobody: WeChat's token.
ABOUT_NOBODY = frozenset({"wechat_token"})


def names_people(table: type[BaseModel]) -> bool:
    """Whether a table refers to a person, is one, or holds cipher text."""
    return table is Person or any(
        isinstance(field, EncryptedField)  # type: ignore[arg-type]  # a class; its stub is a function
        or (isinstance(field, peewee.ForeignKeyField) and field.rel_model is Person)
        for field in table._meta.sorted_fields
    )


def tables_about_people() -> list[str]:
    """Names of all tables that keep something about people, in the order of the schema."""
    names = [str(table._meta.table_name) for table in schema.all_models() if names_people(table)]
    return [name for name in names if name not in ABOUT_NOBODY]
