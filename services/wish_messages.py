"""What people are told as a wish goes its way. Short, warm, exact; no names or numbers of others."""

from __future__ import annotations

from models.notices import Purpose
from models.wishes import Wish, WishStatus
from services.messages import Message


def _message(wish: Wish, title: str, state: str, body: str, *, page: str = "wishes/wish/wish") -> Message:
    return Message(
        Purpose.WISH_UPDATE,
        title,
        body,
        page=f"{page}?id={wish.id}",
        fields={"thing1": wish.title, "phrase2": state, "thing3": body},
    )


def to_verify(wish: Wish) -> Message:
    return _message(wish, "有微心愿等您核实", "待核实", f"「{wish.title}」等待核实，核实后才会公开。")


def verified(wish: Wish) -> Message:
    if wish.status is WishStatus.REJECTED:
        return _message(wish, "心愿需要修改", "已退回", f"「{wish.title}」被退回：{wish.reason}。改好后可以再次提交。")
    return _message(wish, "心愿已上墙", "待认领", f"「{wish.title}」已核实公开，有人认领会告诉您。")


def claimed(wish: Wish) -> Message:
    return _message(wish, "心愿有人认领了", "办理中", f"「{wish.title}」有人认领了，会尽快联系您。")


def given_up(wish: Wish) -> Message:
    return _message(wish, "认领人放弃了心愿", "待认领", f"「{wish.title}」的认领人暂时办不了，心愿已重新上墙。")


def delivered(wish: Wish) -> Message:
    return _message(wish, "心愿办好了，请确认", "待确认", f"「{wish.title}」已经办好，请确认是否满意。")


def confirmed(wish: Wish) -> Message:
    return _message(wish, "心愿已实现，谢谢您", "已实现", f"「{wish.title}」对方已确认满意，谢谢您的帮助。")


def not_satisfied(wish: Wish, comment: str) -> Message:
    said = f"：{comment}" if comment else ""
    return _message(wish, "心愿还没办好", "办理中", f"「{wish.title}」对方反映还没有办好{said}。请再联系一次。")


def withdrawn(wish: Wish) -> Message:
    return _message(wish, "心愿已撤回", "已撤回", f"「{wish.title}」已经撤回，您不用再办了，谢谢您。")


def idle(wish: Wish, days_left: int) -> Message:
    body = f"「{wish.title}」有一阵子没有进展了，请在 {days_left} 天内写一句进展，否则会重新上墙。"
    return _message(wish, "心愿等您的进展", "办理中", body)


def released(wish: Wish) -> Message:
    return _message(wish, "认领已自动取消", "待认领", f"「{wish.title}」长时间没有进展，已重新上墙，请别介意。")


def released_to_secretary(wish: Wish) -> Message:
    return _message(wish, "有认领超期已取消", "待认领", f"「{wish.title}」认领后长时间没有进展，已重新上墙。")


def expired(wish: Wish) -> Message:
    return _message(wish, "心愿已到期", "已超期", f"「{wish.title}」很久没有人认领，已经下墙。仍需要时请重新提交。")


def nobody_claims(wish: Wish, days: int) -> Message:
    body = f"「{wish.title}」上墙 {days} 天没有人认领，请在片区里帮着找一位。"
    return _message(wish, "有心愿等人认领", "待认领", body)


def township_sees_to_it(wish: Wish) -> Message:
    body = f"「{wish.title}」村里和片区都没找到人认领，已列入镇兜底清单，请定人去办。"
    return _message(wish, "有心愿要镇里兜底", "待认领", body)


def to_follow_up(wish: Wish) -> Message:
    return _message(wish, "请回访一位心愿人", "待回访", f"「{wish.title}」办好后对方一直没有确认，请打电话问一问。")


def looked_too_often(wish: Wish, times: int) -> Message:
    body = f"有人近期 {times} 次看过联系方式后放弃认领，最近一次是「{wish.title}」，请留意。"
    return _message(wish, "请留意一位认领人", "请留意", body)


def note_dropped(wish: Wish) -> Message:
    body = f"您写在「{wish.title}」上的进展没有公开，请换个说法再写一次。"
    return _message(wish, "进展请换个说法", "办理中", body)
