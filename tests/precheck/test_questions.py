"""Which rules a roster is asked by, and what a department hears."""

from analytics.precheck.questions import KINDS, OF_MODULE, asked_rules, in_order
from analytics.rules.catalogue import catalogue
from analytics.rules.modules import MODULES

# Modules that speak of what was paid already: see the docstring of questions.py.
NOT_ASKED = {16, 17, 18, 19, 20, 21}


def test_of_every_module_it_is_decided_whether_it_is_asked() -> None:
    assert OF_MODULE.keys() | NOT_ASKED == MODULES.keys() and not OF_MODULE.keys() & NOT_ASKED
    assert set(OF_MODULE.values()) <= KINDS.keys()


def test_persons_households_and_accounts_are_asked_about_and_nothing_statistical() -> None:
    asked = asked_rules()
    assert {"A01", "A02", "A05", "B01", "C01", "D01"} <= asked.keys()
    left_out = catalogue().keys() - asked.keys()
    assert {"A17", "C13", "C14", "D06", "E02", "E05", "E06", "E14", "E15", "G01", "G03", "P01"} <= left_out


def test_the_dead_the_jailed_the_too_young_and_the_unknown_sound_alike() -> None:
    rules = asked_rules()
    assert len({OF_MODULE[rules[code].header.module] for code in ("A01", "A05", "A15", "A27", "C09")}) == 1


def test_kinds_stand_in_one_order() -> None:
    assert in_order({"procedure", "identity", "means"}) == ["identity", "means", "procedure"]
