"""Made-up names, phones and ID numbers. Nobody real: no such area code, no such phone numbers in use."""

from __future__ import annotations

import base64
import datetime
import hashlib
from random import Random

from services.id_numbers import check_character

FIRST_PHONE = 19900000000
NO_SUCH_PROVINCE = "99"

SURNAMES = "吴叶季练范夏刘陈胡蔡姚柳沈鲍余卢项赖鲁蓝雷管甘谢曾毕潘林何童"
# Two characters each, as villages give them: the first list to those over 55.
OLDER = (
    "守田茂林长根水生有根木生火旺土根金土根土石头岩松春妹秋菊桂香彩凤玉莲金花月娥素芬水英"
    "菊香福妹银娣阿根来富有田庆余关水招弟雪花兰英三妹培土树根松林竹英美兰冬梅凤仙德水"
)
YOUNGER = (
    "志鹏秋生丽娟文斌慧敏佳怡子豪雪梅立新伟民海青小燕新民玲玲秋平思远文静一鸣春燕小满秀云立群"
    "树青青青云飞雨欣桂平欣怡家豪志明立夏小芳振宇巧玲正阳若男书豪亚琴向阳长青"
)


class Invented:
    """People's particulars, one after the other. Deterministic: the same order gives the same people."""

    def __init__(self, today: datetime.date, seed: int = 2026) -> None:
        self._random = Random(seed)  # noqa: S311 (made-up people need no secrets)
        self._today = today
        self._phones = iter(range(FIRST_PHONE + 1, FIRST_PHONE + 100_000_000))
        self._taken: set[tuple[object, str]] = set()
        self._number = 0

    def phone(self) -> str:
        return str(next(self._phones))

    def birthday(self, youngest: int, oldest: int) -> datetime.date:
        """A birthday of someone between these ages."""
        years, days = self._random.randint(youngest, oldest), self._random.randint(0, 360)
        return datetime.date(self._today.year - years, 1, 1) + datetime.timedelta(days=days)

    def name(self, place: object, born: datetime.date) -> str:
        """A name that suits the age and that nobody else of that place has, while there are any left."""
        given = OLDER if born.year < self._today.year - 55 else YOUNGER
        for _ in range(200):
            place_in_list = 2 * self._random.randrange(len(given) // 2)
            name = self._random.choice(SURNAMES) + given[place_in_list : place_in_list + 2]
            if (place, name) not in self._taken:
                break
        self._taken.add((place, name))
        return name

    def id_number(self, born: datetime.date) -> str:
        self._number += 1
        area, order = divmod(self._number, 1000)
        seventeen = f"{NO_SUCH_PROVINCE}{area:04}{born:%Y%m%d}{order:03}"
        return seventeen + check_character(seventeen)

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def between(self, least: int, most: int) -> int:
        return self._random.randint(least, most)


def openid_of(appid: str, phone: str) -> str:
    """28 characters that begin with o, as WeChat's do; another for each app."""
    return "o" + _digest(appid, phone)[:27]


def unionid_of(phone: str) -> str:
    return "u" + _digest("union", phone)[:27]


def _digest(*parts: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256("\n".join(parts).encode()).digest()).decode()
