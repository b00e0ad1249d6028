"""The board ranks wishes one way at a time and hides none."""

from decimal import Decimal

import pytest

from tests.wishes.people import decided, firm, join, make_product, somebody, wish_of
from tests.world import World
from whydesk.tickets.queries import WrongFilter
from whydesk.wishes.board import BoardFilters, Ranking, board
from whydesk.wishes.merging import merge_wishes
from whydesk.wishes.models import Wish
from whydesk.wishes.stories import Story
from whydesk.wishes.storytelling import note_effort
from whydesk.wishes.terms import Terms


@pytest.fixture
def wishes(world: World) -> dict[str, Wish]:
    """Many small customers want one thing, one large one another."""
    many = wish_of(world, somebody(firm("A", "1.00")), title="many")
    for number in range(2):
        join(world, many, somebody(firm(f"B{number}", "1.00", kind="trial")))
    money = wish_of(world, somebody(firm("C", "900.00", kind="vip")), title="money")
    join(world, money, somebody(firm("D", "50.00")), weight="deal_breaker")
    lone = wish_of(world, world.mary, title="lone", story=Story(want="print labels"))
    return {"many": many, "money": money, "lone": lone}


def titles(ranking: Ranking = Ranking.COMPANIES, **filters: str) -> list[str]:
    found = board(BoardFilters.from_query(filters), ranking)
    return [wish.title for wish in found.wishes]


@pytest.mark.parametrize(
    ("ranking", "first"),
    [
        (Ranking.COMPANIES, "many"),
        (Ranking.REVENUE, "money"),
        (Ranking.DEAL_BREAKERS, "money"),
        (Ranking.RECENT, "many"),
        (Ranking.TICKETS, "many"),
        (Ranking.NEWEST, "lone"),
        (Ranking.VIPS, "money"),
        (Ranking.TRIALS, "many"),
    ],
)
def test_each_ranking_has_its_own_first(
    world: World, wishes: dict[str, Wish], ranking: Ranking, first: str
):
    ranked = titles(ranking)
    assert (ranked[0], len(ranked)) == (first, 3)


@pytest.mark.parametrize("ranking", list(Ranking))
def test_pages_by_key_show_every_wish_once(world: World, wishes: dict[str, Wish], ranking: Ranking):
    whole, seen, after = titles(ranking), [], ""
    for _ in range(3):
        page = board(BoardFilters(), ranking, after=after, size=1)
        seen += [wish.title for wish in page.wishes]
        after = page.next
    assert (seen, after) == (whole, "")


def test_filters_narrow_the_board(world: World, wishes: dict[str, Wish]):
    note_effort(wishes["many"], effort="s", by=make_product())
    decision = decided(wishes["money"], Terms("never", reason="No."))
    assert titles(state="open") == ["many", "lone"]
    assert titles(kind="vip") == ["money"]
    assert titles(effort="s") == ["many"]
    assert titles(goal="missing") == ["lone"]
    assert titles(words="PRINT lone") == ["lone"]
    assert titles(words="🙂 !?") == []
    vip = wishes["money"].voices.get(account_kind="vip").company_id
    assert titles(company=str(vip)) == ["money"]
    shown = board(BoardFilters(state="refused"), Ranking.COMPANIES).wishes
    assert [wish.last_decision for wish in shown] == [decision]


def test_a_merged_wish_stands_on_the_board_no_more(world: World, wishes: dict[str, Wish]):
    merge_wishes(wishes["lone"], into=wishes["many"], by=world.vera)
    assert titles() == ["many", "money"]
    assert board(BoardFilters(), Ranking.REVENUE).wishes[0].revenue == Decimal("950.00")


@pytest.mark.parametrize(
    "query", [{"state": "x"}, {"kind": "x"}, {"company": "-1"}, {"company": "9" * 30}]
)
def test_a_filter_that_means_nothing_is_refused(query: dict[str, str]):
    with pytest.raises(WrongFilter):
        BoardFilters.from_query(query)


@pytest.mark.parametrize("after", ["x", "1_x", "_", "1.5_2"])
def test_a_page_that_means_nothing_is_refused(world: World, after: str):
    with pytest.raises(WrongFilter):
        board(BoardFilters(), Ranking.COMPANIES, after=after)


def test_the_board_asks_twice_whatever_it_shows(
    world: World, wishes: dict[str, Wish], django_assert_num_queries
):
    with django_assert_num_queries(2):
        assert len(titles()) == 3
    with django_assert_num_queries(2):
        board(BoardFilters(), Ranking.NEWEST, size=1)
