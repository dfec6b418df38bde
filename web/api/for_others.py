"""What a helper may do and see in an elder's place (`X-Acting-For`), by operation id; everything else is one's own.

Not here: checking in, voting, anything in a seat, and what concerns the account itself.
"""

from __future__ import annotations

DONE_FOR_OTHERS = frozenset(
    {
        *("get_me", "get_home", "list_inbox", "read_notice", "list_hours", "get_secretary", "get_about"),
        *("list_wishes", "get_wish", "make_wish", "change_wish", "withdraw_wish", "confirm_wish"),
        *("list_events", "get_event", "sign_up", "cancel_sign_up", "keep_sign_up"),
        *("list_party_days", "get_party_day", "list_polls", "list_make_ups", "ask_leave"),
        *("list_organisations", "list_alliances", "get_alliance", "list_grants", "record_grants"),
        *("list_consents", "give_consent", "complain", "list_complaints", "get_complaint"),
    }
)
