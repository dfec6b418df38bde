"""How a wish can go: steps, each so many days after it was made, at a local hour."""

from __future__ import annotations

Step = tuple[str, int, int]  # what happens (a method of wishes.Telling), days later, hour

VERIFIED: tuple[Step, ...] = (("accept", 0, 17),)
CLAIMED: tuple[Step, ...] = (*VERIFIED, ("claim", 1, 19), ("look", 1, 19))
PROGRESS: Step = ("report", 3, 20)
DELIVERED: tuple[Step, ...] = (*CLAIMED, PROGRESS, ("fulfil", 5, 17))

COURSES: dict[str, tuple[Step, ...]] = {
    "draft": (),
    "pending": (),
    "held": (),
    "rejected": (("reject", 1, 10),),
    "open": VERIFIED,
    "expired": VERIFIED,  # and nobody came: services.wish_upkeep does the rest
    "claimed": CLAIMED,
    "in_progress": (*CLAIMED, PROGRESS),
    "released": CLAIMED,  # and never a word: services.wish_upkeep reminds, then puts it back
    "given_up": (*CLAIMED, ("give_up", 4, 12)),
    "awaiting": DELIVERED,
    "fulfilled": (*DELIVERED, ("confirm", 6, 10)),
    "fulfilled_after_call": (*CLAIMED, ("fulfil", 5, 17), ("confirm_after_call", 20, 15)),
    "not_satisfied_yet": (*DELIVERED, ("complain", 6, 10), ("report", 8, 19)),
    "group_open": (*VERIFIED, ("claim", 1, 19), ("claim", 2, 12), PROGRESS),
    "group_fulfilled": (
        *(*VERIFIED, ("claim", 1, 19), ("claim", 1, 20), ("claim", 2, 12), PROGRESS),
        *(("fulfil", 5, 12), ("fulfil", 5, 13), ("fulfil", 5, 14), ("confirm", 6, 10)),
    ),
    "withdrawn": (*VERIFIED, ("withdraw", 2, 9)),
    "withdrawn_in_hand": (*CLAIMED, ("withdraw", 3, 9)),
}
