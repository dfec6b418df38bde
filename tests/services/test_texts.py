"""Text that people wrote: money, cards, private circumstances, and who must read it first."""

import pytest

from services import texts
from services.errors import Invalid
from wechat.outcomes import Verdict


@pytest.mark.parametrize(
    "text",
    [
        "请扫收款码",
        "打款到这里",
        "卡号 6222020000000000000",
        "6222 0200 0000 0000 000",
        "6222-0200-0000-0000-000",
        "６２２２０２０００００００００００００",
        "电话 19900000012 6222020000000000000",
        "6222020000000000000 19900000012",
        "2026 6222020000000000000",
    ],
)
def test_text_about_money_or_with_a_card_number_is_refused(text):
    with pytest.raises(Invalid) as refused:
        texts.refuse_money(detail=text)
    assert refused.value.code == "money_not_allowed"
    assert list(refused.value.fields) == ["detail"]


@pytest.mark.parametrize(
    "text",
    ["", "一床厚棉被", "电话 19900000012", "19900000012 19900000013", "6222020000000000001", "2026-11-23 09:00"],
)
def test_ordinary_text_passes(text):
    texts.refuse_money(detail=text)


def test_a_text_left_out_is_no_text():
    texts.refuse_money(title=None)


def test_private_circumstances_are_refused_by_name(cast, now):
    with pytest.raises(Invalid) as refused:
        texts.refuse_private_circumstances(cast.dongkeng, now=now, title="给低保老人一床被", detail="天冷")

    assert refused.value.code == "private_circumstances"
    assert refused.value.fields == {"title": "请不要写「低保」"}


@pytest.mark.parametrize(
    ("verdict", "waits"),
    [(Verdict.PASS, False), (Verdict.REVIEW, True), (Verdict.RISKY, True), (Verdict.UNKNOWN, True)],
)
def test_all_that_wechat_does_not_pass_waits_for_a_person(cast, wechat, verdict, waits):
    wechat.verdict = verdict

    assert texts.needs_a_person(wechat, ["棉被", None, ""], by=cast.chen) is waits


def test_nothing_written_needs_no_reader(cast, wechat):
    assert not texts.needs_a_person(wechat, ["", None], by=cast.chen)
    assert wechat.asked == []


def test_without_a_wechat_account_to_ask_for_a_person_reads(cast, wechat):
    cast.chen.identity_id = None

    assert texts.needs_a_person(wechat, ["棉被"], by=cast.chen)


def test_text_that_waits_is_not_called_improper_since_wechat_may_only_have_kept_silent():
    assert "没有应答" in texts.TextHeld.message
    assert "不合适" not in texts.TextHeld.message
