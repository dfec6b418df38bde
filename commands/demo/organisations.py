"""青溪县: 云岭镇 with its villages, departments, enterprises and alliances, and the newly joined 枫桥镇."""

from __future__ import annotations

from dataclasses import dataclass

from commands.demo.dates import Calendar
from models.alliances import Alliance, AllianceLevel
from models.organisations import Area, BranchUnit, Organisation, OrganisationKind, Sector
from services.alliance_types import add_standard_types
from services.alliances import form_alliance, join_alliance, leave_alliance
from services.areas import add_area, place_in_area
from services.organisations import add_organisation

AREAS = {
    "红岭片区": ("东坑村", "菇林村", "石岭头村", "上垟村", "青石桥村"),
    "合溪片区": ("药坑村", "四季坪村", "栗树湾村", "竹坪村", "双溪口村"),
    "云背片区": ("西溪村", "枫树坳村", "大岙村", "云背村"),
}
UNDER_THE_OFFICE = ("镇机关第一党支部", "镇机关第二党支部")
OTHERS = (
    ("云岭卫生院党支部", OrganisationKind.BRANCH, Sector.DEPARTMENT),
    ("云岭中心学校党支部", OrganisationKind.BRANCH, Sector.DEPARTMENT),
    ("云岭派出所党支部", OrganisationKind.BRANCH, Sector.DEPARTMENT),
    ("云菇食用菌公司党支部", OrganisationKind.BRANCH, Sector.ENTERPRISE),
    ("青岭中药材公司党支部", OrganisationKind.BRANCH, Sector.ENTERPRISE),
    ("栗香食品厂党支部", OrganisationKind.BRANCH, Sector.ENTERPRISE),
    ("食用菌协会党支部", OrganisationKind.BRANCH, Sector.ASSOCIATION),
    ("民宿协会党支部", OrganisationKind.BRANCH, Sector.ASSOCIATION),
    ("集镇商户联合党支部", OrganisationKind.JOINT_BRANCH, Sector.ASSOCIATION),
)
JOINT, ITS_UNITS = "集镇商户联合党支部", ("云岭超市", "老街饭店", "古道茶馆", "集镇农资店", "锥栗合作社", "乡亲理发店")
NEWLY_JOINED = ("枫桥村", "下溪村", "岭脚村")
ALLIANCES = (
    ("red", "红色引领党建联盟", "红岭片区", ("云岭中心学校党支部", "食用菌协会党支部", "云菇食用菌公司党支部"),
     "讲好菇民故事，守护百年菇林，建成东坑—菇林—石岭头党建示范带"),
    ("green", "绿色发展党建联盟", "合溪片区", ("青岭中药材公司党支部", "栗香食品厂党支部", "云岭卫生院党支部"),
     "中药材、四季豆、锥栗三个基地抱团，请本土专家把脉，让好山货卖出好价"),
    ("blue", "蓝色治理党建联盟", "云背片区", ("云岭派出所党支部", "集镇商户联合党支部", "民宿协会党支部"),
     "交通劝导、矛盾调解、平安巡防常态化，小事不出村"),
)  # fmt: skip
AD_HOC = "通村公路环境整治联盟"
AD_HOC_MEMBERS = ("东坑村", "药坑村", "西溪村", "云岭派出所党支部", "镇机关第二党支部")


@dataclass(frozen=True, slots=True)
class Tree:
    county: Organisation
    township: Organisation
    newcomer: Organisation
    office: Organisation  # 党总支 of the township's own offices
    places: dict[str, Organisation]  # whatever people belong to in 云岭镇, by name
    villages: tuple[Organisation, ...]
    newly_joined: tuple[Organisation, ...]
    areas: dict[str, Area]
    alliances: dict[str, Alliance]  # by the key of their type, and "ad_hoc"

    def find(self, name: str) -> Organisation:
        """An organisation of 云岭镇, or the township itself."""
        above = {place.name: place for place in (self.township, self.office)}
        return above.get(name) or self.places[name]


def build(calendar: Calendar) -> Tree:
    """The whole net, grown over the last years."""
    county = _add("青溪县", OrganisationKind.COUNTY, None, None, calendar, 900)
    township = _add("云岭镇", OrganisationKind.TOWNSHIP, county, None, calendar, 890)
    villages = [
        _add(name, OrganisationKind.BRANCH, township, Sector.VILLAGE, calendar, 880)
        for names in AREAS.values()
        for name in names
    ]
    office = _add("镇机关党总支", OrganisationKind.GENERAL_BRANCH, township, Sector.DEPARTMENT, calendar, 880)
    offices = [
        _add(name, OrganisationKind.BRANCH, office, Sector.DEPARTMENT, calendar, 880) for name in UNDER_THE_OFFICE
    ]
    others = [_add(name, kind, township, sector, calendar, 880) for name, kind, sector in OTHERS]
    newcomer = _add("枫桥镇", OrganisationKind.TOWNSHIP, county, None, calendar, 12)
    joined = [_add(name, OrganisationKind.BRANCH, newcomer, Sector.VILLAGE, calendar, 11) for name in NEWLY_JOINED]
    places = {place.name: place for place in (*villages, *offices, *others)}
    BranchUnit.insert_many([{"organisation": places[JOINT].id, "name": name} for name in ITS_UNITS]).execute()
    areas = _areas(township, places, calendar)
    alliances = _alliances(township, places, areas, calendar)
    return Tree(county, township, newcomer, office, places, tuple(villages), tuple(joined), areas, alliances)


def _add(
    name: str,
    kind: OrganisationKind,
    parent: Organisation | None,
    sector: Sector | None,
    calendar: Calendar,
    days_ago: int,
) -> Organisation:
    return add_organisation(name, kind, parent=parent, sector=sector, by=None, now=calendar.at(days_ago))


def _areas(township: Organisation, places: dict[str, Organisation], calendar: Calendar) -> dict[str, Area]:
    areas = {}
    for name, villages in AREAS.items():
        areas[name] = add_area(township, name, by=None, now=calendar.at(870))
        for village in villages:
            place_in_area(places[village], areas[name], by=None, now=calendar.at(870))
    return areas


def _alliances(
    township: Organisation, places: dict[str, Organisation], areas: dict[str, Area], calendar: Calendar
) -> dict[str, Alliance]:
    types = {each.key: each for each in add_standard_types(now=calendar.at(600))}
    alliances = {}
    for key, name, area, others, goal in ALLIANCES:
        alliances[key] = form_alliance(
            name, AllianceLevel.AREA, types[key], township,
            [places[each] for each in (*AREAS[area], *others)],
            area=areas[area], goal=goal, by=None, now=calendar.at(560),
        )  # fmt: skip
    alliances["ad_hoc"] = form_alliance(
        AD_HOC, AllianceLevel.AD_HOC, types["blue"], township, [places[name] for name in AD_HOC_MEMBERS],
        goal="两个月内清完通村公路两侧的乱堆乱放，雨季前疏通边沟", by=None, now=calendar.at(45),
    )  # fmt: skip
    # Somebody moved, so that a past quarter differs from this one; and somebody belongs to two.
    leave_alliance(alliances["green"], places["竹坪村"], by=None, now=calendar.at(140))
    join_alliance(alliances["red"], places["竹坪村"], by=None, now=calendar.at(140))
    join_alliance(alliances["green"], places["菇林村"], by=None, now=calendar.at(200))
    return alliances
