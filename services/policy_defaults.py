"""Every threshold, period and wording that a county, township or branch may change, with its default.

The source plan prints its numbers as x: these are ours, each with its reason.
"""

from __future__ import annotations

DEFAULTS: dict[str, int | bool | str | list[str]] = {
    # A helper with more than a few wishes in hand keeps somebody waiting.
    "wish.claim_limit": 3,
    # Off: the phone asks for the number at the first claim, and whoever declines delivers through the secretary.
    "wish.claim_needs_phone": False,
    # A week is long enough to visit once; then the claimer is reminded, kindly.
    "wish.idle_remind_days": 7,
    # Three days after the reminder the wish goes back to the wall, so that nobody waits in vain.
    "wish.idle_release_days": 10,
    # A wish nobody took in three months is out of date; the village asks again.
    "wish.expire_days": 90,
    # The wisher may be old and without a phone: after a week of silence the village calls.
    "wish.follow_up_days": 7,
    # Small means small: what costs more is a project, not a micro-wish. In yuan.
    "wish.value_cap": 500,
    # Big enough for a bus-load of helpers, small enough to stay a wish.
    "wish.share_limit": 20,
    # Who the public reads about when the verifier names nobody. {organisation} is filled in.
    "wish.public_name": "{organisation}一位居民",
    # Looking at contacts and giving up, this often within this many days, is not helping: the secretary is told.
    "wish.look_alert_times": 3,
    "wish.look_alert_days": 30,
    # Circumstances that are nobody's business but the village's; the public preview must not name them.
    "wish.private_words": [
        "贫困户", "低保", "五保", "特困", "救济", "癌", "肿瘤", "精神病", "抑郁", "艾滋", "残疾", "瘫痪", "孤儿",
        "留守儿童",
    ],
    # Contact details are for one act of help; a quarter later nobody needs them (design rule 7).
    "privacy.wish_contact_days": 90,
    # A phone in a drawer should not stay logged in for a season.
    "session.days": 30,
    # A day is what it takes to find somebody else; whoever cancels later leaves a gap, and that is noted.
    "event.cancel_hours": 24,
    # Nobody can be in two places; where the places are next door, a county may allow some minutes.
    "event.overlap_grace_minutes": 0,
    # A family may come along, a coach party signs up each for themselves.
    "event.companion_limit": 3,
    # Under this age (full years) a participant needs a guardian's name and phone.
    "event.guardian_age": 14,
    # People come early and the secretary is there before them: from so long before the start both can be entered.
    "event.early_entry_minutes": 120,
    # A week to bring the paper list in; later it is a make-up entry and needs a second pair of eyes.
    "event.attendance_days": 7,
    # A day ahead one can still rearrange things; two hours ahead one puts on shoes.
    "event.first_reminder_hours": 24,
    "event.second_reminder_hours": 2,
    # Full half hours, rounded down: what is certified must be true. 1 counts every minute.
    "hours.rounding_minutes": 30,
    # Guardians and companions are for the day itself; afterwards nobody needs their names.
    "privacy.event_companion_days": 90,
    # People come early; before that a code on a wall would only wait for a photo.
    "party_day.open_minutes": 30,
    # A day before, so that plans can be made; two hours before, so that nobody has to remember.
    "party_day.first_reminder_hours": 24,
    "party_day.last_reminder_hours": 2,
    # A holiday moves the fixed day within a week, not into another month.
    "party_day.move_days": 7,
    # Two weeks to read the material and write a few lines.
    "party_day.make_up_days": 14,
    # Leave excuses the absence, not the study (请假要补课).
    "party_day.make_up_after_leave": True,
    # The member's own word suffices; a county that wants the secretary to read it first turns this on.
    "party_day.make_up_needs_confirmation": False,
    # Marks from a phone without signal, and visits to those taught at home, come in for a week; then the sheet is shut.
    "party_day.late_roll_days": 7,
    # A member's own code, fetched at home in the morning, still opens the door in the evening.
    "party_day.member_code_hours": 12,
    # What counts as attended besides present: online, taught_at_home. Decided by the county alone.
    "party_day.counts_as_attended": [],
    # The least share of those with the vote, in percent; besides, it is always more than half.
    "party_day.quorum_party_day": 50,
    "party_day.quorum_members_meeting": 50,
    "party_day.quorum_election": 80,
    "party_day.quorum_lecture": 50,
    # A member's visit to another branch's Party day counts once, at home, when they missed their own that month.
    "party_day.visits_count_at_home": True,
    # Farmers rise early and go to bed early; WeChat rings in nobody's sleep. HH:MM, local; the same twice: never.
    "notice.quiet_from": "21:00",
    "notice.quiet_until": "07:00",
}  # fmt: skip
