"""Alliances over HTTP: colour with its name, members, the lead's number only in office."""

from models.alliances import AllianceLevel
from models.appointments import Role
from services.alliance_types import add_standard_types
from services.alliances import form_alliance


def test_each_sees_their_own_and_only_the_office_sees_the_number(call_as, cast, now):
    colour = add_standard_types(now=now)[1]
    members = [cast.dongkeng, cast.xixi]
    made = form_alliance("绿盟", AllianceLevel.TOWNSHIP, colour, cast.township, members, by=None, now=now)
    lead = cast.member("高某", cast.xixi)
    cast.appoint(lead, Role.ALLIANCE_LEAD, None, alliance=made)

    (item,) = call_as(cast.wang).get("/api/alliances").json["items"]
    assert (item["type"]["name"], item["members"], item["is_mine"]) == ("绿色发展", 2, True)
    seen = {name: call_as(getattr(cast, name)).get(f"/api/alliances/{made.id}") for name in ("wang", "li")}
    assert [each["is_mine"] for each in seen["wang"].json["organisations"]] == [True, False]
    assert seen["wang"].json["leads"] == [{"name": "高某", "phone": None}]
    assert seen["li"].json["leads"] == [{"name": "高某", "phone": lead.person.phone}]
    assert call_as(cast.visitor()).get(f"/api/alliances/{made.id}").status_code == 404
