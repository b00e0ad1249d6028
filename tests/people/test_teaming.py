"""Teams and who is in them."""

import pytest

from tests.world import World
from whydesk.people.actors import NotAllowed
from whydesk.people.models import Team
from whydesk.people.teaming import NameTaken, change_team, dissolve_team, form_team


def test_a_team_is_formed_changed_and_dissolved(world: World):
    team = form_team(name="Money", members=[world.sam], by=world.ada)
    change_team(team, name="Invoices", members=[world.vera, world.sam], by=world.ada)
    found = Team.objects.get(pk=team.pk)
    assert found.name == "Invoices"
    assert set(found.members.all()) == {world.vera, world.sam}
    dissolve_team(found, by=world.ada)
    assert list(Team.objects.all()) == [world.first_line]


def test_a_name_is_given_once(world: World):
    with pytest.raises(NameTaken):
        form_team(name="First line", by=world.ada)
    team = form_team(name="Money", by=world.ada)
    with pytest.raises(NameTaken):
        change_team(team, name="First line", members=[], by=world.ada)


def test_an_agent_forms_no_team(world: World):
    with pytest.raises(NotAllowed):
        form_team(name="Mine", by=world.vera)
    with pytest.raises(NotAllowed):
        dissolve_team(world.first_line, by=world.vera)
    assert Team.objects.count() == 1
