"""A finger on the phone that counts what it does, and reckons from it how long a person takes.

The same model as at the desk (keystrokes.py), with a finger's figures: a count, not a clock.

    tap .50 s  pointing and tapping: a target a centimetre wide, ten away, at the 7 bits a second of MacKenzie (Fitts'
               Throughput and the Remarkable Case of Touch-Based Target Selection, HCII 2015)
    key .33 s  36.2 words a minute, the average of Palin et al. (How Do People Type on Mobile Devices?, MobileHCI 2019)

One makes up one's mind before a command; the fields of a form follow one another and are not thought about (the
model's rules 0 and 1: an M before what is chosen, none before an argument that is expected). Each answer of ours is
waited for a second.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import expect

from tests.browser.keystrokes import THINK, WAIT, keys_of
from tests.browser.screen import Screen

TAP, KEY = 0.50, 0.33


@dataclass(slots=True)
class Finger:
    """Taps and types on one phone."""

    screen: Screen
    taps: int = 0
    keys: int = 0
    thoughts: int = 0
    waits: int = 0

    @property
    def seconds(self) -> float:
        return self.taps * TAP + self.keys * KEY + self.thoughts * THINK + self.waits * WAIT

    def choose(self, name: str) -> None:
        """A command: thought of, tapped."""
        self.thoughts += 1
        self.taps += 1
        self.screen.tap(name)

    def write(self, placeholder: str, text: str) -> None:
        """Into a field; tapped first, unless the keyboard stands open there already."""
        field = self.screen.page.get_by_placeholder(placeholder, exact=True)
        if not field.evaluate("field => field === document.activeElement"):
            self.taps += 1
            field.click()
        expect(field).to_be_focused()
        self.keys += sum(keys_of(character) for character in text)
        field.fill(text)

    def wait_for(self, text: str) -> None:
        self.waits += 1
        self.screen.sees(text)
