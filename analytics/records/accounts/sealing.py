"""Small texts sealed as URL-safe letters by the ring of this face's own database, each bound to what it belongs to."""

from __future__ import annotations

import base64

from analytics.faces import here
from analytics.records import sealed


def seal(purpose: str, text: str, bound_to: str) -> str:
    """The text sealed; for another purpose, or bound to anything else (another account), it opens nothing."""
    return base64.urlsafe_b64encode(sealed.seal(here().own, text.encode(), f"{purpose}:{bound_to}")).decode()


def unseal(purpose: str, text: str, bound_to: str) -> str:
    """The text; raises Refused or ValueError when it was changed or is bound to something else."""
    return sealed.unseal(here().own, base64.urlsafe_b64decode(text.encode()), f"{purpose}:{bound_to}").decode()


def seal_anew(database: str, purpose: str, text: str, bound_to: str) -> str:
    """The same text of a database, by its newest key."""
    opened = base64.urlsafe_b64decode(text.encode())
    return base64.urlsafe_b64encode(sealed.seal_anew(database, opened, f"{purpose}:{bound_to}")).decode()
