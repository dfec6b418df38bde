"""How a wish is shown to a person: what each may see of it, and what they can do next."""

from __future__ import annotations

from pydantic import Field

from models.appointments import Function
from models.hot_queries import wishes as hot
from models.photos import Photo
from models.wishes import Claim, ClaimStatus, ProgressNote, Wish, WishKind, WishStatus
from services import audit, photos
from services.permissions import Actor
from services.phones import masked
from services.wish_advice import next_step
from services.wish_contacts import Contact
from services.wish_preview import default_public_name
from services.wishes import NOT_YET_PUBLIC, WISH_FUNCTIONS
from web.api.photo_answers import PhotoAnswer, present_photo
from web.api.schemas import Answer, Instant, OrganisationRef
from web.lifecycle import utc_now


class Shares(Answer):
    total: int = Field(examples=[1])
    taken: int = Field(examples=[0])


class ClaimAnswer(Answer):
    status: ClaimStatus
    claimed_at: Instant
    last_progress_at: Instant


class MyWishAnswer(Answer):
    made: bool = Field(description="I made this wish, or it is for me")
    claim: ClaimAnswer | None = Field(description="My claim on it, in hand or delivered")


class ContactAnswer(Answer):
    name: str = Field(examples=["王大爷"])
    phone: str = Field(examples=["19900000012"])


class NoteAnswer(Answer):
    text: str = Field(examples=["已经量好尺寸，周六送过去"])
    written_at: Instant
    is_held: bool = Field(description="Waits for a person to read it; only its writer and the village see it")
    photo: PhotoAnswer | None = Field(description="Null when there is none, or none for me to see")


class TypedAnswer(Answer):
    """What stands in the form besides what everybody may read."""

    wisher_name: str = Field(description="Empty: it is for me", examples=["王大爷"])
    contact_phone: str = Field(description="Masked; empty when none was given", examples=["*******0012"])
    may_show_name: bool


class VillageView(Answer):
    """What the village's own seats see besides, and what this one may do there."""

    wisher_name: str
    may_show_name: bool = Field(description="The wisher agrees to be named; a child is never named")
    default_public_name: str = Field(
        description="Who the public reads about unless the verifier says otherwise", examples=["东坑村一位居民"]
    )
    contact_phone: str = Field(description="Masked; reveal_contact shows it and logs that", examples=["*******0012"])
    claimers: list[str] = Field(description="Who has it in hand")
    version: int = Field(description="Of what the wisher wrote, for verify_wish")
    can_verify: bool = Field(description="My seat may verify_wish")
    can_follow_up: bool = Field(description="My seat may confirm_wish after a call")
    can_see_contact: bool = Field(description="My seat may reveal_contact")


class WishAnswer(Answer):
    id: int
    title: str = Field(examples=["一床厚棉被"])
    detail: str
    kind: WishKind
    status: WishStatus
    organisation: OrganisationRef
    public_name: str = Field(examples=["东坑村一位老人"])
    shares: Shares
    estimated_value: int | None
    is_for_child: bool
    created_at: Instant
    opened_at: Instant | None
    mine: MyWishAnswer | None = Field(description="Null when I have nothing to do with it")
    typed: TypedAnswer | None = Field(None, description="For its maker, while it can be changed")
    reason: str = Field(
        description="Why it was sent back or withdrawn, or what is missing; for maker, helpers and the village"
    )
    next_step: str = Field("", description="What I do next, while the wish is in my hands")
    contact: ContactAnswer | None = Field(None, description="Only while in my hands, if a branch answers for me")
    village: VillageView | None = None
    notes: list[NoteAnswer] = Field(default_factory=list)
    acted_by: str = Field("", description="由谁代办: who made it on the wisher's behalf; for those concerned")


def present_wishes(found: list[Wish], *, to: Actor) -> list[WishAnswer]:
    """A list's wishes: no contacts, no notes."""
    held = _held_claims([wish.id for wish in found], to)
    return [_present(wish, held.get(wish.id), to) for wish in found]


def present_one(wish: Wish, *, to: Actor, contact: Contact | None = None) -> WishAnswer:
    """One wish with everything this person may see of it."""
    claim = _held_claims([wish.id], to).get(wish.id)
    answer = _present(wish, claim, to)
    is_village = any(to.may(function, wish.organisation) for function in WISH_FUNCTIONS)
    if claim is not None:
        answer.next_step = next_step(wish, claim, by=to, now=utc_now())
    if answer.mine is not None and answer.mine.made and wish.status in NOT_YET_PUBLIC:
        answer.typed = _typed(wish)
    if contact is not None:
        answer.contact = ContactAnswer(name=contact.name, phone=contact.phone)
    if is_village:
        answer.village = _village_view(wish, to)
    if is_village or claim is not None or answer.mine is not None:
        answer.notes = _notes(wish, to, sees_held=is_village)
        answer.acted_by = audit.helper_who("make_wish", "wish", wish.id, acted_for_id=wish.made_by_id)
    return answer


def _held_claims(wish_ids: list[int], to: Actor) -> dict[int, Claim]:
    """My held claims on these wishes (and maybe on some between them), by wish."""
    if not wish_ids:
        return {}
    rows = hot.held_claims_between.all(Claim, person=to.person.id, first=min(wish_ids), last=max(wish_ids))
    return {claim.wish_id: claim for claim in rows}


def _present(wish: Wish, claim: Claim | None, to: Actor) -> WishAnswer:
    is_maker = to.person.id in (wish.made_by_id, wish.wisher_id)
    return WishAnswer(
        id=wish.id,
        title=wish.title,
        detail=wish.detail,
        kind=wish.kind,
        status=wish.status,
        organisation=OrganisationRef(id=wish.organisation_id, name=wish.organisation.name),
        public_name=wish.public_name,
        shares=Shares(total=wish.shares_total, taken=wish.shares_taken),
        estimated_value=wish.estimated_value,
        is_for_child=wish.is_for_child,
        created_at=wish.created_at,
        opened_at=wish.opened_at,
        mine=MyWishAnswer(made=is_maker, claim=_claim(claim)) if is_maker or claim else None,
        # Asked only where there is a reason: few public wishes have one, and the seats need not be read.
        reason=wish.reason if wish.reason and (is_maker or claim or _is_verifier(wish, to)) else "",
    )


def _is_verifier(wish: Wish, to: Actor) -> bool:
    return to.may(Function.VERIFY_WISHES, wish.organisation)


def _claim(claim: Claim | None) -> ClaimAnswer | None:
    if claim is None:
        return None
    return ClaimAnswer(status=claim.status, claimed_at=claim.claimed_at, last_progress_at=claim.last_progress_at)


def _typed(wish: Wish) -> TypedAnswer:
    return TypedAnswer(
        wisher_name=wish.wisher_name or "",
        contact_phone=masked((wish.contact_phone or "")[-4:]),
        may_show_name=wish.may_show_name,
    )


def _village_view(wish: Wish, to: Actor) -> VillageView:
    wisher, place = wish.wisher, wish.organisation
    tail = wish.contact_phone[-4:] if wish.contact_phone else (wisher.phone_tail if wisher else "")
    claims = Claim.select(Claim).where(Claim.wish == wish.id, Claim.is_held == 1).order_by(Claim.id)
    return VillageView(
        wisher_name=wish.wisher_name or (wisher.name if wisher else ""),
        may_show_name=wish.may_show_name,
        default_public_name=default_public_name(place, now=utc_now()),
        contact_phone=masked(tail),
        claimers=[claim.person.name or "微信用户" for claim in claims],
        version=wish.version,
        can_verify=to.may(Function.VERIFY_WISHES, place),
        can_follow_up=to.may(Function.FOLLOW_UP_WISHES, place),
        can_see_contact=to.may(Function.SEE_CONTACTS, place),
    )


def _notes(wish: Wish, to: Actor, *, sees_held: bool) -> list[NoteAnswer]:
    rows = [
        note
        for note in hot.notes_of_wish.all(ProgressNote, wish=wish.id)
        if not note.is_held or sees_held or note.person_id == to.person.id
    ]
    seen = _photos([note.photo_id for note in rows if note.photo_id], to)
    return [
        NoteAnswer(text=note.text, written_at=note.written_at, is_held=note.is_held, photo=seen.get(note.photo_id or 0))
        for note in rows
    ]


def _photos(ids: list[int], to: Actor) -> dict[int, PhotoAnswer]:
    """Those of the photos that this person may see."""
    if not ids:
        return {}
    return {photo.id: present_photo(photo) for photo in photos.visible_photos(to).where(Photo.id.in_(ids))}
