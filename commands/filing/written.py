"""Every text that people write, who else reads it, and what WeChat's content check means for it (services/texts.py).

A test walks all bodies of the API and all forms of the console: a field that stands neither here nor among NOT_PROSE
fails it, and what stands here is sent and must be treated as promised.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Treatment(StrEnum):
    HELD = "微信没有放行的，先扣下，由负责的书记看过再公开"
    ANSWERED_FOR = "微信没有放行的，先不发出；写的人再看一遍，勾选“我已核对”才发，记入操作记录"
    REFUSED = "微信没有放行的，不收，请换一种说法"
    OWN = "不送微信：只有办这件事的人看，扣下也是由他看；或是内部的工作记录"
    THREE_REVIEWS = "不送微信：三审通过后由人在公众号后台发布，微信那时自己核查"


@dataclass(frozen=True, slots=True)
class Written:
    """`in_api` names `operation.field`, `at_desk` the console's `module.Form.field`."""

    what: str
    readers: str
    treatment: Treatment
    in_api: tuple[str, ...] = ()
    at_desk: tuple[str, ...] = ()


def _of(owners: str, fields: str) -> tuple[str, ...]:
    """Each of the fields of each of the owners."""
    return tuple(f"{owner}.{field}" for owner in owners.split() for field in fields.split())


EVENT_TEXTS = "title detail place posts.name posts.needs"
DESK_EVENT_TEXTS = "title detail place post_names post_needs"
WRITTEN = (
    Written("微心愿", "村书记核实后，所有人", Treatment.HELD, _of("make_wish change_wish", "title detail"),
            _of("wish_intake.CardForm", "title detail")),
    Written("心愿的进展", "许愿的人、认领的人", Treatment.HELD, _of("report_progress fulfil_wish", "note")),
    Written("还有哪里没办好", "认领的人", Treatment.HELD, ("confirm_wish.comment",)),
    Written("投诉和建议", "负责答复的村或镇", Treatment.HELD, ("complain.text",)),
    Written("补学体会", "本支部书记", Treatment.HELD, ("hand_in_make_up.note",)),
    Written("通知、通知的更正", "收通知的人", Treatment.HELD,
            _of("send_notice revise_notice correct_notice", "title body"),
            _of("notice_forms.TextForm notice_forms.NoticeForm notice_forms.ReviseForm", "title body")),
    Written("新的活动", "能报名的人", Treatment.HELD, _of("create_event", EVENT_TEXTS),
            _of("event_forms.NewForm", DESK_EVENT_TEXTS)),
    Written("新的主题党日、会议", "名单上的人", Treatment.HELD, _of("create_party_day", "title place material"),
            _of("party_day_forms.NewForm party_day_forms.PartyDayForm", "title place material")),
    Written("改过的活动", "报名的人", Treatment.ANSWERED_FOR, _of("change_event", EVENT_TEXTS),
            (*_of("event_forms.EventForm event_forms.ChangeForm", DESK_EVENT_TEXTS),
             *_of("event_posts.PostsForm", "post_names post_needs"))),
    Written("每月活动", "能报名的人", Treatment.ANSWERED_FOR, (),
            _of("series.SeriesForm", DESK_EVENT_TEXTS) + _of("series.ChangeForm", "title detail place")),
    Written("改过的主题党日、固定党日的地点", "名单上的人", Treatment.ANSWERED_FOR,
            (*_of("change_party_day", "title place material reason"), "set_fixed_day.place"),
            (*_of("party_day_forms.ChangeForm", "title place material reason"), "party_day_plans.FixedDayForm.place")),
    Written("征求意见的问题和选项", "名单上的人", Treatment.ANSWERED_FOR, (),
            _of("polls.PollForm", "question options")),
    Written("心愿公开的说法、退回或撤回的理由", "所有人；许愿的人", Treatment.ANSWERED_FOR,
            (*_of("verify_wish", "reason public_title public_detail public_name"), "withdraw_wish.reason"),
            (*_of("wish_verification.PublicForm", "title detail public_name"), "wish_verification.RejectForm.reason")),
    Written("电话回访听到的话", "认领的人", Treatment.ANSWERED_FOR, (), ("wish_follow_ups.CallForm.comment",)),
    Written("投诉建议的答复", "写的人", Treatment.ANSWERED_FOR, ("answer_complaint.answer",),
            ("complaints.AnswerForm.answer",)),
    Written("取消、撤回、退回、不同意的理由", "收到消息的人", Treatment.ANSWERED_FOR,
            (*_of("cancel_event cancel_party_day decide_leave decide_notice withdraw_notice decide_request", "reason"),
             *_of("decide_photo record_attendance", "reason"), "decide_make_up.note"),
            (*_of("party_day_forms.ReasonForm party_day_people.LeaveDecisionForm", "reason"),
             *_of("notice_decisions.ReasonForm photos.DecisionForm event_rolls.RollForm reasons.ReasonForm", "reason"),
             "party_day_people.MakeUpForm.note", "requests.RefuseForm.reason")),
    Written("昵称", "办事的书记", Treatment.REFUSED, ("change_me.nickname",)),
    Written("请求更正的资料", "本支部书记", Treatment.REFUSED, _of("ask_correction", "name note")),
    Written("请假事由", "本人和本支部书记", Treatment.OWN,
            (*_of("ask_leave enter_leave", "reason"), "note_replies.replies.note"),
            ("party_day_people.LeaveForm.reason",)),
    Written("从微信群粘贴来的接龙、电话里的回话", "写的书记自己", Treatment.OWN,
            _of("read_event_group_list read_party_day_group_list preview_replies", "text"),
            ("group_lists.ListForm.text",)),
    Written("查看电话、联系方式的理由，请求撤下照片的理由", "操作记录", Treatment.OWN,
            _of("reveal_contact reveal_guardian reveal_phone remove_photo", "reason"),
            _of("event_rolls.GuardianForm exports.ExportForm party_day_papers.PackForm reports.ReportForm", "reason")),
    Written("名册、点名、会议记录上的说明", "本支部和上级党组织", Treatment.OWN,
            (*_of("strike_entry add_to_list count_person_again", "reason"), *_of("exempt_person", "reason decision"),
             "roll_call.marks.note"),
            (*_of("party_day_people.AddForm party_day_people.ReasonForm minutes.UnlockForm series.EndForm", "reason"),
             *_of("party_day_people.ExemptionForm", "reason decision"), "party_day_people.MarkForm.note",
             *_of("minutes.MinutesForm", "agenda text"), "meeting_photos.PhotoForm.caption", "meetings.DateForm.note",
             "transfers.TransferForm.reason", "floating.CallForm.said", "floating.StayForm.place")),
    Written("还没有发出的通知（只数人）", "写的人自己", Treatment.OWN, (), _of("notice_forms.LookForm", "title body")),
    Written("宣传稿件", "三审的人，再由人发布", Treatment.THREE_REVIEWS, (),
            (*_of("articles.ArticleForm articles.ChangeForm articles.NewArticleForm", "title body digest"),
             "articles.ReviewForm.reason")),
    Written("宣传台账", "本级和上级党组织", Treatment.OWN, (), ("publications.PublicationForm.title",)),
)  # fmt: skip

# Names, numbers, codes and choices: no text of anybody's.
NOT_PROSE = {
    "name", "wisher_name", "guardian_name", "companions.name", "host", "recorder", "group", "phone", "contact_phone",
    "guardian_phone", "tail", "code", "marks.code", "marks.nonce", "nonce", "version", "starts", "file", "skills",
    "posts.skills", "post_ids", "post_capacities", "post_skills", "table", "ids", "back", "filters", "period", "to",
    "outlet", "link", "checked", "birth_month", "card_number", "released",
}  # fmt: skip
