"""Encryption of what must become unreadable on time, and the keyed hash by which a contact is found.

AES-256-GCM from `cryptography`. Every purpose has its own key, derived from SECRET_KEY with HKDF (RFC 5869), so that a
key of one purpose opens nothing of another.
"""

import functools
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_BYTES, NONCE_BYTES = 32, 12


def purpose_key(purpose: str) -> bytes:
    """The 32-byte key of one purpose, like b"event keys"; the same for every process of this installation."""
    return _derived(settings.SECRET_KEY, purpose)


@functools.cache
def _derived(secret: str, purpose: str) -> bytes:
    kdf = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=b"ilp-portal", info=purpose.encode())
    return kdf.derive(secret.encode())


def new_key() -> bytes:
    """A fresh random key of 32 bytes."""
    return AESGCM.generate_key(bit_length=KEY_BYTES * 8)


def seal(key: bytes, plain: str, about: str) -> bytes:
    """Nonce and ciphertext. `about` is bound to it: under another it does not open, so rows cannot be swapped."""
    return seal_bytes(key, plain.encode(), about)


def seal_bytes(key: bytes, plain: bytes, about: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def unseal(key: bytes, sealed: bytes, about: str) -> str:
    """The plain text. Raises cryptography.exceptions.InvalidTag when key, text or `about` do not belong together."""
    return unseal_bytes(key, sealed, about).decode()


def unseal_bytes(key: bytes, sealed: bytes, about: str) -> bytes:
    sealed = bytes(sealed)
    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())


def opened(key: bytes, sealed: bytes | None, about: str) -> str:
    """As `unseal`, for a page: empty where nothing is stored, or when SECRET_KEY is another one by now."""
    try:
        return unseal(key, sealed, about) if sealed else ""
    except InvalidTag:
        return ""


def wrap(key: bytes) -> bytes:
    """A key, encrypted for storage under the installation's own wrapping key."""
    return seal(purpose_key("wrapping"), key.hex(), "key")


def unwrap(wrapped: bytes) -> bytes:
    return bytes.fromhex(unseal(purpose_key("wrapping"), wrapped, "key"))


def contact_index(address: str) -> bytes:
    """32 bytes by which an address is found without being stored: HMAC-SHA256 of it in lower case, without blanks."""
    return hmac.digest(purpose_key("contact index"), address.strip().lower().encode(), hashlib.sha256)
