"""Groups of those on one tile: nobody twice, nobody left out, wishes kept where there is room."""

from hypothesis import given
from hypothesis import strategies as st

from choiceboards.grouping import Company, Member, Wish, split

WISHES = st.lists(st.sampled_from(Wish), max_size=30)


def members(*wishes):
    return [Member(number, wish) for number, wish in enumerate(wishes)]


def sizes(found):
    return [len(group) for group in found.groups]


def who(found):
    return [[one.who for one in group] for group in found.groups]


@given(wishes=WISHES, most=st.integers(2, 8), company=st.sampled_from(Company))
def test_everybody_is_in_one_group_and_the_same_call_gives_the_same_groups(wishes, most, company):
    everybody = members(*wishes)
    found = split(everybody, most, company)
    assert sorted(one for group in who(found) for one in group) == list(range(len(wishes)))
    assert found == split(everybody, most, company)
    assert max(sizes(found), default=0) <= max(most, 3)


@given(wishes=WISHES, most=st.integers(2, 8))
def test_on_a_tile_done_together_nobody_is_alone(wishes, most):
    found = split(members(*wishes), most, Company.TOGETHER)
    assert len(wishes) < 2 or min(sizes(found)) > 1


@given(wishes=WISHES, most=st.integers(2, 8))
def test_where_both_ways_go_who_likes_to_be_alone_is(wishes, most):
    found = split(members(*wishes), most)
    assert all(one.wish is not Wish.ALONE for one in found.unmet)


def test_groups_are_as_even_as_can_be():
    assert sizes(split(members(*[Wish.ANY] * 10), 4)) == [4, 3, 3]
    assert sizes(split(members(*[Wish.ANY] * 3), 2)) == [3]
    assert sizes(split(members(*[Wish.ANY] * 5), 2)) == [3, 2]


def test_pairs_come_first_and_an_odd_one_joins_the_others():
    found = split(members(Wish.PAIR, Wish.ANY, Wish.PAIR, Wish.PAIR, Wish.GROUP), 4)
    assert who(found) == [[0, 2], [1, 3, 4]]
    assert [one.who for one in found.unmet] == [3]


def test_a_tile_for_one_splits_everybody():
    assert sizes(split(members(Wish.PAIR, Wish.PAIR), 4, Company.ALONE)) == [1, 1]
