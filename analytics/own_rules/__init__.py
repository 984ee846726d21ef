"""Own rules 自定规则: an inspector writes one, tries it behind walls, and a second person releases it."""

from analytics.own_rules.drafts import edit, entries, entry, revise, start, to_copy
from analytics.own_rules.release import release, submit, take_back, withdraw
from analytics.own_rules.states import STATES, TRANSITIONS, can, why_not
from analytics.own_rules.trial import Trial, sample, trial

__all__ = [
    "STATES",
    "TRANSITIONS",
    "Trial",
    "can",
    "edit",
    "entries",
    "entry",
    "release",
    "revise",
    "sample",
    "start",
    "submit",
    "take_back",
    "to_copy",
    "trial",
    "why_not",
    "withdraw",
]
