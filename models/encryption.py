"""Keys for personal data: encrypted at rest, findable by a keyed hash, rotated without downtime."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

HASH_LENGTH = 64


@dataclass(frozen=True, slots=True)
class _Key:
    cipher: Fernet
    hash_key: bytes


class KeyRing:
    """The secrets of SECRET_KEYS, newest first: the first one writes, all of them read."""

    def __init__(self) -> None:
        self._keys: tuple[_Key, ...] = ()
        self._cipher: MultiFernet | None = None

    def load(self, secrets: tuple[str, ...]) -> None:
        """Take the secrets, newest first. Called once per process, before the first query."""
        self._keys = tuple(_derive(secret) for secret in secrets)
        self._cipher = MultiFernet([key.cipher for key in self._keys])

    def encrypt(self, text: str) -> str:
        return self._loaded().encrypt(text.encode()).decode()

    def decrypt(self, cipher_text: str) -> str:
        return self._loaded().decrypt(cipher_text.encode()).decode()

    def is_newest(self, cipher_text: str) -> bool:
        """Whether a cipher text was written under the newest key."""
        self._loaded()
        try:
            self._keys[0].cipher.decrypt(cipher_text.encode())
        except InvalidToken:
            return False
        return True

    def look_up_hash(self, value: str) -> str:
        """The keyed hash under which a value is stored for look-up, by the newest key."""
        return self.look_up_hashes(value)[0]

    def look_up_hashes(self, value: str) -> list[str]:
        """The value's hash under every key: what a query must ask for until all rows are rotated."""
        self._loaded()
        return [hmac.new(key.hash_key, value.encode(), hashlib.sha256).hexdigest() for key in self._keys]

    def signing_key(self, purpose: str) -> bytes:
        """A key of its own for each purpose (check-in codes, …), from the newest secret."""
        self._loaded()
        return hmac.new(self._keys[0].hash_key, purpose.encode(), hashlib.sha256).digest()

    def _loaded(self) -> MultiFernet:
        if self._cipher is None:
            raise RuntimeError("the key ring is empty: call key_ring.load() first")
        return self._cipher


def _derive(secret: str) -> _Key:
    """Separate keys for separate uses, so that a look-up hash can never help to decrypt."""
    material = HKDF(hashes.SHA256(), length=64, salt=None, info=b"personal-data").derive(secret.encode())
    return _Key(cipher=Fernet(base64.urlsafe_b64encode(material[:32])), hash_key=material[32:])


key_ring = KeyRing()
