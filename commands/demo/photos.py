"""Two photos of helpers at work: one the village has released, one that waits for it. Drawn, of nobody."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator

from PIL import Image, ImageDraw

from commands.demo.dates import Calendar
from commands.demo.seats import Seats
from models.appointments import Role
from models.organisations import Organisation
from models.people import Person
from models.wishes import Claim, ClaimStatus, Wish
from services import claims, photos
from services.permissions import Actor
from services.photo_stores import PhotoStore
from services.pictures import Limits

VILLAGE = "东坑村"
TEXTS = ("东西备好了，先拍张照片给您看看。", "量过尺寸了，照着这个做。")
COLOURS = (("#7a9e8e", "#eef3ee"), ("#b98a5e", "#f6f0e3"))
LIMITS = Limits(most_bytes=10**7, most_pixels=10**7)


def show(seats: Seats, store: PhotoStore, calendar: Calendar) -> None:
    """Each by who has a wish of the first village in hand; the older one has been looked at."""
    secretary = seats.of(Role.SECRETARY, VILLAGE)
    for number, claim in enumerate(_in_hand()):
        now = _after(claim, calendar)
        photo = _report(claim, number, store, now)
        if number == 0:
            photos.decide_photo(photo, "release", by=secretary.at(calendar.now), now=calendar.now)


def _in_hand() -> Iterator[Claim]:
    rows = Claim.select(Claim, Wish).join(Wish).join(Organisation)
    yield from rows.where(Organisation.name == VILLAGE, Claim.status == ClaimStatus.ACTIVE).order_by(Claim.id).limit(2)


def _after(claim: Claim, calendar: Calendar) -> datetime.datetime:
    return max(claim.last_progress_at, calendar.now - datetime.timedelta(hours=2))


def _report(claim: Claim, number: int, store: PhotoStore, now: datetime.datetime) -> int:
    helper = Actor(Person.get_by_id(claim.person_id), now=now, origin="demo")
    photo, _ = photos.upload_photo(
        _drawn(*COLOURS[number]), has_consent=True, store=store, limits=LIMITS, by=helper, now=now
    )
    claims.report_progress(claim.wish_id, TEXTS[number], photo_id=photo.id, is_held=False, by=helper, now=now)
    return int(photo.id)


def _drawn(colour: str, ground: str) -> bytes:
    """A folded quilt on a table."""
    picture = Image.new("RGB", (1200, 900), ground)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 640, 1200, 900), fill="#8b6b4a")
    for layer in range(4):
        top = 300 + 90 * layer
        draw.rounded_rectangle((220, top, 980, top + 80), 36, fill=colour, outline=ground, width=6)
        for stitch in range(260, 960, 70):
            draw.line((stitch, top + 24, stitch + 34, top + 56), fill=ground, width=5)
    written = io.BytesIO()
    picture.save(written, "JPEG")
    return written.getvalue()
