"""The product of roles, actions and places against answers written by hand; a Viewer check in every service."""

from __future__ import annotations

from itertools import product

import pytest

from analytics.permissions import ACTIONS, ROLES, may, require
from analytics.viewer import Place, Scope, Viewer
from analytics.words import Refused
from tests.support import services

# By hand, from the design: what each role does. Not read from the table under test.
DOES: dict[str, str] = {
    "analyst": """look intake check jobs reveal dossier workbench export reference own_rules release_rules precheck
        precheck_full field_desk""",
    "inspector": "look jobs reveal dossier workbench export own_rules precheck precheck_full",
    "case_manager": "",
    "petition": "",
    "trial": "",
    "leader": "look jobs dossier export approve_exports release_rules approve_grants",
    "stationed": "field_supervise",
    "department": "field_ask precheck export",
    "township_inspector": "field_ask export",
    "system_admin": "accounts approve_grants",
    "security_admin": "grants",
    "auditor": "audit",
    "nobody": "",
    "": "",
}
# Acts that concern the whole county: an account limited to a part of it never does them.
WHOLE_COUNTY_ONLY = (
    "intake check reference release_rules field_desk accounts grants approve_grants audit vault backup".split()
)
# Acts of whoever holds the machine: no role has them.
COMMAND_LINE_ONLY = {"vault", "backup"}
OWN, OTHER = 1, 2
PLACES = {
    "own township": Place(township=OWN),
    "other township": Place(township=OTHER),
    "own department": Place(department=OWN),
    "other department": Place(department=OTHER),
    "own township and department": Place(township=OWN, department=OWN),
    "own township, other department": Place(township=OWN, department=OTHER),
    "whole county": Place(),
}
SCOPES = {
    "of a township": Scope(townships=frozenset({OWN})),
    "of a department": Scope(departments=frozenset({OWN})),
    "of both": Scope(townships=frozenset({OWN}), departments=frozenset({OWN})),
    "of nothing": Scope(townships=frozenset()),
    "of the county": Scope(),
}
# By hand: whose scope covers which place.
COVERS = {
    "of a township": {"own township", "own township and department", "own township, other department"},
    "of a department": {"own department", "own township and department"},
    "of both": {"own township and department"},
    "of nothing": set(),
    "of the county": set(PLACES),
}


@pytest.mark.parametrize(("role", "scope"), list(product(DOES, SCOPES)))
def test_every_role_every_action_everywhere(role: str, scope: str) -> None:
    viewer = Viewer("a", role, SCOPES[scope])
    for action, place in product(ACTIONS, PLACES):
        county_wide = action in WHOLE_COUNTY_ONLY
        there = scope == "of the county" if county_wide else place in COVERS[scope]
        expected = action in DOES[role].split() and there
        assert may(viewer, action, PLACES[place]) == expected, (action, place)
        if not expected:
            with pytest.raises(Refused, match="未作任何更改"):
                require(viewer, action, PLACES[place])


def test_the_answers_are_about_the_roles_and_actions_there_are() -> None:
    assert set(DOES) - {"nobody", ""} == set(ROLES) - {"training", "operator"}
    assert set(" ".join(DOES.values()).split()) == set(ACTIONS) - COMMAND_LINE_ONLY


@pytest.mark.parametrize("role", [*DOES, "training"])
@pytest.mark.parametrize("action", sorted(COMMAND_LINE_ONLY))
def test_some_acts_are_the_command_lines_alone(role: str, action: str) -> None:
    assert may(Viewer("os:root", "operator"), action) and not may(Viewer("a", role), action)


def test_a_misspelt_action_is_an_error() -> None:
    with pytest.raises(KeyError):
        may(Viewer("a", "analyst"), "exprot")


def test_nobody_keeps_accounts_and_grants_and_reads_the_log() -> None:
    three = [{a for a in ("accounts", "grants", "audit") if a in DOES[role].split()} for role in DOES]
    assert all(len(acts) <= 1 for acts in three)


# What pages call without a Viewer, each looked at: titles of units and rules, which snapshot and run there are; and an
# upload's own folder, which only who knows its token can name.
HARMLESS = frozenset(
    """
    analytics.codebook.codebook analytics.engine.duckdb.open_engine analytics.outliers.ranking.is_ranked
    analytics.precheck.due.next_month analytics.rules.catalogue.catalogue analytics.rules.catalogue.known
    analytics.rules.needs.needs analytics.rules.runs.latest_run analytics.snapshots.store.current_snapshot
    analytics.reference.versions.current_reference analytics.reference.versions.list_versions
    analytics.reference_edits.masked_key analytics.workbench.lists.match_keys analytics.workbench.lists.title_of
    analytics.workbench.shelf.sweep analytics.scope_units.units analytics.desk.round.make_round
    analytics.intake.look.look_at analytics.intake.uploads.drop analytics.intake.uploads.hand_over
    analytics.intake.uploads.new_folder analytics.intake.uploads.put analytics.intake.uploads.sweep
    analytics.intake.uploads.take_away analytics.intake.uploads.waits analytics.precheck.roster.read_roster
    """.split()
)


def test_every_public_service_asks_who() -> None:
    """A function of analytics that takes a Viewer checks it, itself or in what it hands the viewer to."""
    found = services.with_viewer()
    assert len(found) > 60, "the search itself must find them"
    assert sorted(found - services.checking(found)) == []


def test_pages_reach_data_by_services_only() -> None:
    """What a page calls with a store, an engine or a run, and without a Viewer, is on the list of harmless ones."""
    bare = services.called_by_pages() & services.bare()
    assert sorted(bare - HARMLESS) == []
    assert sorted(HARMLESS - bare) == [], "no longer called, or no longer bare: take it off the list"
