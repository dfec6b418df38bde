"""Signatures and sealed texts of message push: SHA-1 over sorted parts, AES-256-CBC with blocks of 32."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from wechat.push.refusals import PushMalformed, PushRefused

PAD_BLOCK = 32  # of WeChat; AES itself has 16, so an ordinary unpadder refuses the pads 17 to 32
RANDOM_BYTES = 16
LENGTH_BYTES = 4


def sha1_hex(text: str) -> str:
    return hashlib.sha1(text.encode()).hexdigest()  # noqa: S324 (WeChat's choice)


def sign(*parts: str) -> str:
    """The signature over token, timestamp, nonce and, in a sealed push, the cipher text."""
    return sha1_hex("".join(sorted(parts)))


def is_signed(signature: str, *parts: str) -> bool:
    return hmac.compare_digest(signature.encode(), sign(*parts).encode())


def key_of(encoding_aes_key: str) -> bytes:
    """The 32 bytes behind the 43 characters; the unused bits of the last one may be anything."""
    return base64.b64decode(encoding_aes_key + "=")


def unseal(sealed: str, *, encoding_aes_key: str, appid: str) -> bytes:
    """The message inside. Raises PushMalformed when it cannot be opened, PushRefused when it is another app's."""
    key = key_of(encoding_aes_key)
    plain = _without_padding(decrypt(_from_base64(sealed), key, key[:16]))
    start = RANDOM_BYTES + LENGTH_BYTES
    end = start + int.from_bytes(plain[RANDOM_BYTES:start], "big")
    if len(plain) < start or end > len(plain):
        raise PushMalformed("bad_length")
    if not hmac.compare_digest(plain[end:], appid.encode()):
        raise PushRefused("other_appid")
    return plain[start:end]


def seal(message: bytes, *, encoding_aes_key: str, appid: str, random: bytes) -> str:
    """The opposite of `unseal`; `random` are 16 bytes."""
    key = key_of(encoding_aes_key)
    plain = random + len(message).to_bytes(LENGTH_BYTES, "big") + message + appid.encode()
    pad = PAD_BLOCK - len(plain) % PAD_BLOCK
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()).decode()


def _from_base64(sealed: str) -> bytes:
    try:
        found = base64.b64decode(sealed, validate=True)
    except (binascii.Error, ValueError):
        raise PushMalformed("bad_base64") from None
    if not found or len(found) % 16:
        raise PushMalformed("truncated")
    return found


def decrypt(sealed: bytes, key: bytes, iv: bytes) -> bytes:
    """What was encrypted, with its padding."""
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return decryptor.update(sealed) + decryptor.finalize()


def _without_padding(plain: bytes) -> bytes:
    """Every byte of the padding must be right: one oracle less, and no stray byte before the appid."""
    pad = plain[-1]
    if not 1 <= pad <= PAD_BLOCK or plain[-pad:] != bytes([pad]) * pad:
        raise PushMalformed("bad_padding")
    return plain[:-pad]
