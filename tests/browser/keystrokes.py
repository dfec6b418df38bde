"""A hand at the desk that counts what it does, and reckons from it how long a person takes.

The reckoning is the keystroke-level model of Card, Moran and Newell (The Keystroke-Level Model for User Performance
Time with Interactive Systems, Communications of the ACM 23 (7), 1980): a sum of operators, with their times for an
average typist. It is a count, not a clock: the same walk gives the same figure on any machine.

    K .28 s  a key            P 1.10 s  pointing with the mouse      B .10 s  a mouse button, down or up
    H .40 s  the hand between mouse and keys                         M 1.35 s  making up one's mind

Ours besides: a Chinese character is four keys (about three letters of pinyin and the choice); each text, pick and
click is thought about once; a page that loads costs one thought to find one's way, and a second of waiting (the
model's R), which is more than our pages take. The model's person knows the system and makes no mistakes, and thinking
up what to write is no part of it: whoever quotes a figure says so, and allows for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

KEY, POINT, BUTTON, HOME, THINK, WAIT = 0.28, 1.10, 0.10, 0.40, 1.35, 1.00
KEYS_OF_A_CHARACTER = 4


@dataclass(slots=True)
class Tally:
    """What the hand has done so far."""

    clicks: int = 0
    characters: int = 0
    keys: int = 0
    homings: int = 0
    thoughts: int = 0
    pages: int = 0

    @property
    def seconds(self) -> float:
        by_hand = self.clicks * (POINT + 2 * BUTTON) + self.keys * KEY + self.homings * HOME
        return by_hand + (self.thoughts + self.pages) * THINK + self.pages * WAIT

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def since(self, before: Tally) -> Tally:
        return Tally(*(getattr(self, name) - getattr(before, name) for name in self.__slots__))

    def copy(self) -> Tally:
        return Tally(*(getattr(self, name) for name in self.__slots__))


@dataclass(slots=True)
class Hand:
    """Clicks, types and counts. `sit` gives it another page of the same desk: the hand goes on counting."""

    tally: Tally = field(default_factory=Tally)
    page: Any = None
    _is_on_keys: bool = False
    _has_acted: bool = False

    def sit(self, page: Any) -> None:
        self.page = page
        page.on("framenavigated", lambda frame: self._arrive(frame))

    def _arrive(self, frame: Any) -> None:
        """A page is counted to the act that led to it; one that loads itself anew costs nobody anything."""
        if frame == self.page.main_frame and self._has_acted:
            self.tally.pages += 1
            self._has_acted = False

    def click(self, target: Any) -> None:
        """Look for it, point at it, press."""
        self._move(to_keys=False)
        self.tally.thoughts += 1
        self.tally.clicks += 1
        target.click()

    def link(self, name: str) -> None:
        """The page's own link of that name, before the menu's."""
        self.click(self.page.get_by_role("link", name=name, exact=True).last)

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True).first)

    def write(self, label: str, text: str) -> None:
        """Click into a field and type over what stands there."""
        self.click(self.page.get_by_label(label, exact=True).first)
        self.write_here(self.page.get_by_label(label, exact=True).first, text)

    def write_here(self, target: Any, text: str) -> None:
        """Type where one stands already."""
        self._move(to_keys=True)
        self.tally.thoughts += 1
        self.tally.characters += len(text)
        self.tally.keys += sum(keys_of(character) for character in text)
        target.fill(text)

    def pick(self, label: str, text: str) -> None:
        """Open a list and choose: two clicks."""
        self._move(to_keys=False)
        self.tally.thoughts += 1
        self.tally.clicks += 2
        self.page.get_by_label(label, exact=True).first.select_option(label=text)

    def press(self, key: str, times: int = 1) -> None:
        """A key by itself; a chord is as many as it has parts."""
        self._move(to_keys=True)
        for _ in range(times):
            self.tally.keys += key.count("+") + 1
            self.page.keyboard.press(key)

    def choose_file(self, label: str, file: Any) -> None:
        """Open the dialogue, choose, confirm: three clicks."""
        self._move(to_keys=False)
        self.tally.thoughts += 2
        self.tally.clicks += 3
        self.page.get_by_label(label, exact=True).set_input_files(file)

    def tap_phone(self, times: int) -> None:
        """So many taps on the phone that lies beside, each looked for like a click."""
        self._move(to_keys=False)
        self.tally.thoughts += times
        self.tally.clicks += times

    def _move(self, *, to_keys: bool) -> None:
        self._has_acted = True
        self.tally.homings += self._is_on_keys is not to_keys
        self._is_on_keys = to_keys


def keys_of(character: str) -> int:
    return KEYS_OF_A_CHARACTER if "一" <= character <= "鿿" else 1
