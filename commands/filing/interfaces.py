"""Which of WeChat's privacy interfaces the mini-program uses, found in its source.

WeChat: 「小程序用户隐私保护指引内容介绍」 lists interface and information; one that is used and not declared
is disabled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MINI_PROGRAM = Path(__file__).parents[2] / "miniprogram"
SOURCES = (".js", ".wxml", ".wxs")
PACKED = "miniprogram_npm"


@dataclass(frozen=True, slots=True)
class Interface:
    """One entry of WeChat's list: what gives it away in the source, and what it collects."""

    name: str
    information: str
    pattern: str
    why: str | None = None  # None: not used here, and a test keeps it so


INTERFACES = (
    Interface("getPhoneNumber", "手机号", r'open-type="get(Realtime)?PhoneNumber"', "核对名册、第一次认领或报名时联系"),
    Interface(
        "chooseAvatar / nickname",
        "昵称、头像",
        r'open-type="chooseAvatar"|type="nickname"|wx\.getUser(Info|Profile)',
        "显示您自己选的称呼和头像（自愿；头像只存在您的手机里）",
    ),
    Interface(
        "chooseMedia", "选中的照片或视频信息", r"wx\.choose(Media|Image|Video)", "为心愿进展、活动记录附上照片（自愿）"
    ),
    Interface("chooseMessageFile", "选中的文件", r"wx\.chooseMessageFile"),
    Interface("setClipboardData", "剪切板", r"wx\.(set|get)ClipboardData", "把通知文字复制到微信群"),
    Interface("saveImageToPhotosAlbum", "相册（仅写入）权限", r"wx\.save(Image|Video)ToPhotosAlbum"),
    Interface("addPhoneContact", "通讯录（仅写入）权限", r"wx\.addPhoneContact"),
    Interface("addPhoneCalendar", "日历（仅写入）权限", r"wx\.addPhone(Repeat)?Calendar"),
    Interface("startRecord", "麦克风", r"wx\.(startRecord|getRecorderManager|joinVoIPChat)|<live-pusher"),
    Interface("camera", "摄像头", r"wx\.createVKSession|<camera"),
    Interface("getLocation", "位置信息", r"wx\.(get(Fuzzy)?Location|startLocationUpdate|choosePoi|chooseLocation)"),
    Interface("chooseAddress", "地址", r"wx\.chooseAddress"),
    Interface("getWeRunData", "微信运动步数", r"wx\.getWeRunData"),
    Interface("openBluetoothAdapter", "蓝牙", r"wx\.(openBluetoothAdapter|createBLEPeripheralServer)"),
    Interface("chooseLicensePlate", "车牌号", r"wx\.chooseLicensePlate"),
    Interface("chooseInvoice", "发票信息", r"wx\.chooseInvoice"),
)


def interfaces_in_use() -> list[Interface]:
    """Those whose name stands somewhere in the mini-program's own source."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in _sources())
    return [interface for interface in INTERFACES if re.search(interface.pattern, source)]


def _sources() -> Iterator[Path]:
    for path in sorted(MINI_PROGRAM.rglob("*")):
        if path.suffix in SOURCES and PACKED not in path.parts:
            yield path
