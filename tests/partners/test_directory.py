"""Who stands in which part of the directory."""

from partners import directory
from partners.forms import DirectoryFilter
from partners.models import Partner


def partner(name: str, **fields) -> Partner:
    values = {"kind": "community-organization", "relationship": "campaign-partner", "region": "dc-area"}
    return Partner(name=name, **values | fields)


def test_everybody_stands_in_one_part():
    host = partner("Host", relationship="host")
    active = partner("Active")
    past = partner("Past", relationship="past-partner")
    coalition = partner("Coalition", kind="coalition")
    ally = partner("Ally", relationship="ally", region="los-angeles")
    office = partner("Office", relationship="institution")
    arranged = directory.arrange([host, active, past, coalition, ally, office])
    assert arranged == ([host], [active], [past], [coalition], [("Los Angeles", [ally])], [office])


def test_allied_coalition_stands_with_the_coalitions():
    coalition = partner("Coalition", kind="coalition", relationship="ally")
    arranged = directory.arrange([coalition])
    assert (arranged.coalitions, arranged.allies) == ([coalition], [])


def test_allies_are_grouped_by_region_in_the_order_of_the_regions():
    national, local, other = (
        partner(region, relationship="ally", region=region) for region in ("national", "dc-area", "national")
    )
    arranged = directory.arrange([national, local, other])
    assert arranged.allies == [("DC area", [local]), ("Nationwide", [national, other])]
    assert arranged.ally_count == 3


def test_choices_are_those_that_somebody_has_in_their_own_order():
    rows = [partner("A", region="national"), partner("B", region="dc-area"), partner("C", region="national")]
    _any, *regions = DirectoryFilter({}, rows).fields["region"].choices
    assert [(value, str(label)) for value, label in regions] == [("dc-area", "DC area"), ("national", "Nationwide")]


def test_narrowing_takes_every_wish_together():
    near, far = partner("Near", kind="coalition"), partner("Far", kind="coalition", region="los-angeles")
    rows = [near, far, partner("Other")]
    assert DirectoryFilter({"kind": "coalition", "region": "dc-area"}, rows).found() == [near]
    assert DirectoryFilter({}, rows).found() == rows
