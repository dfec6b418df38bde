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
    # Whoever makes a wish should hear within days; later the secretary's first page says so in red.
    "wish.verify_days": 3,
    # Two weeks on the wall without a helper: somebody must go and find one, and the area's lead is told.
    "wish.unclaimed_days": 14,
    # The area has had two weeks to find somebody as well: now the township sees to it, and it is on its list.
    "wish.fallback_days": 14,
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
    # At four fifths of the day's calls there is still time to ask WeChat for more, or to hold something back.
    "wechat.quota_alert_percent": 80,
    # What WeChat pushed is kept as long as somebody may ask what became of it.
    "privacy.push_days": 30,
    # A phone in a drawer should not stay logged in for a season.
    "session.days": 30,
    # A working day without use: office computers are shared, and nobody logs out.
    "session.desk_hours": 12,
    # Evening meetings end the day; the next one begins with a scan, however long somebody sat.
    "session.desk_most_hours": 24,
    # Log-in codes shown within three minutes: more than a county's desks need, far less than WeChat draws.
    "session.desk_codes": 300,
    # Two months without a sign of life: the area's lead asks how it goes.
    "area.quiet_days": 60,
    # Whoever lives far away should hear from home every quarter.
    "floating.contact_days": 90,
    # A week is what it takes to notice that two people were made one.
    "people.merge_undo_days": 7,
    # 《支部工作条例》: a branch has three full members and seldom more than fifty; with seven it elects a committee.
    "branch.fewest_members": 3,
    "branch.most_members": 50,
    "branch.committee_members": 7,
    # As a rule no more than five units form a joint branch.
    "branch.most_units": 5,
    # A week to fetch a file again; rosters and reports should not lie about longer.
    "task.keep_days": 7,
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
    # Whoever helps to clear up scans a little later; after that the planned end stands in.
    "event.late_check_out_minutes": 60,
    # A week to bring the paper list in; later it is a make-up entry and needs a second pair of eyes.
    "event.attendance_days": 7,
    # A day ahead one can still rearrange things; two hours ahead one puts on shoes.
    "event.first_reminder_hours": 24,
    "event.second_reminder_hours": 2,
    # A monthly series puts its next event up this early: volunteers plan by the month.
    "event.series_days_ahead": 21,
    # Full half hours, rounded down: what is certified must be true. 1 counts every minute.
    "hours.rounding_minutes": 30,
    # Guardians and companions are for the day itself; afterwards nobody needs their names.
    "privacy.event_companion_days": 90,
    # What a village keeps asking for; words people know, short enough for a button.
    "volunteer.skills": [
        "理发", "缝补", "水电维修", "家电维修", "医护", "做饭", "驾驶", "农技", "电脑手机", "教书辅导", "书画", "文艺",
        "摄影", "法律", "调解", "普通话",
    ],
    # People come early; before that a code on a wall would only wait for a photo.
    "party_day.open_minutes": 30,
    # A day before, so that plans can be made; two hours before, so that nobody has to remember.
    "party_day.first_reminder_hours": 24,
    "party_day.last_reminder_hours": 2,
    # Two or three days' notice is the rule: a draft that begins within a week wants to be published.
    "party_day.publish_days": 7,
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
    "party_day.quorum_committee_meeting": 50,
    "party_day.quorum_group_meeting": 50,
    "party_day.quorum_life_meeting": 50,
    # A member's visit to another branch's Party day counts once, at home, when they missed their own that month.
    "party_day.visits_count_at_home": True,
    # A week to write the minutes up; from then on they stand, and whoever must change them says why.
    "party_day.minutes_lock_days": 7,
    # Unlocked for a correction, not for good.
    "party_day.minutes_unlock_days": 3,
    # How often a branch meets for what: once in so many months, counted from January; 0 is not watched. Party days
    # and committees monthly, members' meetings quarterly (支部工作条例); the others as most counties ask for.
    "meeting.party_day_months": 1,
    "meeting.members_meeting_months": 3,
    "meeting.committee_meeting_months": 1,
    "meeting.group_meeting_months": 1,
    "meeting.lecture_months": 3,
    "meeting.life_meeting_months": 12,
    "meeting.members_review_months": 12,
    "meeting.heart_talk_months": 6,
    # A branch of fewer full members has no committee (支部工作条例: seven or more elect one).
    "meeting.committee_from": 7,
    # 三审: an article is read by so many people, none of whom wrote it, before it leaves the house.
    "article.reviews": 3,
    # What reviewers look at, one by one; each is ticked before an approval counts.
    "article.checklist": [
        "姓名、职务、排序正确", "机构用全称或规范简称", "时间、地点、数字核对过", "没有困难、病情等个人情况",
        "照片中的人同意公开",
    ],
    # Slips of the pen that are looked for by machine: wrong form, then the right one.
    "article.wording": [
        "三色党建连盟→三色党建联盟", "支部主题日→主题党日", "党建连盟→党建联盟", "截止到目前→截至目前", "微心原→微心愿",
    ],
    # Farmers rise early and go to bed early; WeChat rings in nobody's sleep. HH:MM, local; the same twice: never.
    "notice.quiet_from": "21:00",
    "notice.quiet_until": "07:00",
    # A secretary knows the few hundred of the village; beyond, one slip rings a whole township. 0: always two people.
    "notice.second_person_above": 500,
    # A flood does not wait for a second pair of eyes; the second person is told at once what went out.
    "notice.urgent_goes_alone": True,
    # What is entered within two days is remembered; later it is put down as a late entry, which is no shame.
    "bundle.late_after_days": 2,
    # A photo chosen for a form that was never sent; a day is enough to find one's way back to it.
    "photo.loose_hours": 24,
    # WeChat promises its judgement of a picture within half an hour; five minutes later a person looks instead.
    "photo.check_minutes": 35,
    # Five working days: long enough to ask around, short enough that nobody feels ignored.
    "complaint.reply_days": 5,
    # Public holidays (YYYY-MM-DD) and the weekend days worked in their place, as the State Council announces them.
    "calendar.days_off": [],
    "calendar.worked_weekend_days": [],
    # A season after the decision nobody asks any more what was typed to be recognised.
    "privacy.request_days": 90,
    # A year, so that a complaint and its answer can be looked up once more.
    "privacy.complaint_days": 365,
    # Which phone was logged in when: a month to notice something odd.
    "privacy.session_days": 30,
}  # fmt: skip
