"""Small secrets sealed with a key of the store's own, one key a purpose, each bound to what it belongs to."""

from __future__ import annotations

import base64
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from analytics.records.keys import key_for

NONCE_BYTES = 12


def seal(purpose: str, text: str, bound_to: str) -> str:
    """The text sealed, in URL-safe letters; bound to anything else (another account) it opens nothing."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(key_for(purpose)).encrypt(nonce, text.encode(), bound_to.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(purpose: str, sealed: str, bound_to: str) -> str:
    """The text; raises InvalidTag or ValueError when it was changed or is bound to something else."""
    raw = base64.urlsafe_b64decode(sealed.encode())
    return AESGCM(key_for(purpose)).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound_to.encode()).decode()
