"""Signatures and encryption of pushes, written from WeChat's description and from nothing of the app."""

from __future__ import annotations

import base64
import hashlib
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32  # WeChat: pads to 32 although AES has blocks of 16, so a pad byte may be 17 to 32


def sign(*parts: str) -> str:
    """WeChat: SHA-1 over the parts sorted as strings: the token, timestamp, nonce and, encrypted, Encrypt."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324 — WeChat's choice


def encrypt(aes_key: str, appid: str, text: str, random: bytes) -> str:
    return lock(aes_key, laid_out(text.encode(), appid, random))


def laid_out(message: bytes, appid: str, random: bytes, *, length: int | None = None) -> bytes:
    """WeChat: 16 random bytes, length of the message in bytes (big-endian), message, appid, padding.

    Another `length` than the true one makes a forgery.
    """
    size = len(message) if length is None else length
    plain = random + struct.pack(">I", size) + message + appid.encode()
    pad = BLOCK - len(plain) % BLOCK
    return plain + bytes([pad]) * pad


def lock(aes_key: str, plain: bytes) -> str:
    """WeChat: AES-256-CBC, in Base64."""
    key = base64.b64decode(aes_key + "=")
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


class BadSeal(Exception):
    """What the app answered is not sealed as WeChat wants it."""


def decrypt(aes_key: str, appid: str, sealed: str) -> str:
    """The text that somebody sealed for this account."""
    key = base64.b64decode(aes_key + "=")
    try:
        data = base64.b64decode(sealed, validate=True)
        opener = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
        plain = opener.update(data) + opener.finalize()
        pad = plain[-1]
        body = plain[16 : len(plain) - pad]
        (size,) = struct.unpack(">I", body[:4])
        if not 1 <= pad <= BLOCK or body[4 + size :] != appid.encode():
            raise BadSeal
        return body[4 : 4 + size].decode()
    except (ValueError, IndexError, struct.error) as error:
        raise BadSeal from error
