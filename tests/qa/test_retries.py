"""When a model is asked once more, without a clock."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.model.failures import Failure, Fault
from qa.model.retries import LONGEST_ASKED_WAIT, MOST_TRIES, wait_before_next

PASSING = [
    Fault.BUSY,
    Fault.SERVER,
    Fault.UNREACHABLE,
    Fault.BROKE_OFF,
    Fault.TOOK_TOO_LONG,
]
LASTING = [fault for fault in Fault if fault not in PASSING]
CHANCE = st.floats(0, 1, exclude_max=True)


@pytest.mark.parametrize("fault", PASSING)
def test_what_passes_is_tried_again_later_and_later_but_not_for_ever(fault):
    waits = [wait_before_next(Failure(fault), tries, 60.0, 0.5) for tries in (1, 2, 3, 4)]
    assert waits == [1.0, 2.0, None, None]
    assert MOST_TRIES == 3


@pytest.mark.parametrize("fault", LASTING)
def test_what_would_fail_again_is_not_tried_again(fault):
    assert wait_before_next(Failure(fault, 400, asked_wait=1.0), 1, 60.0, 0.5) is None


@given(CHANCE, st.integers(1, 2))
def test_the_wait_is_spread_by_chance_and_grows(chance, tries):
    failure = Failure(Fault.BUSY, 429)
    wait = wait_before_next(failure, tries, 60.0, chance)
    assert wait == pytest.approx((0.5 + chance) * 2 ** (tries - 1))


@given(st.floats(0, 100), st.floats(-5, 100), CHANCE, st.integers(1, 2))
def test_what_the_server_asks_is_obeyed_or_given_up(asked, left, chance, tries):
    wait = wait_before_next(Failure(Fault.BUSY, 429, asked), tries, left, chance)
    if wait is None:
        assert asked > LONGEST_ASKED_WAIT or asked + 0.25 >= left
    else:
        assert asked <= wait < left
        assert asked <= LONGEST_ASKED_WAIT


@pytest.mark.parametrize("left", [0.0, -1.0, 0.5])
def test_no_wait_goes_beyond_the_deadline(left):
    assert wait_before_next(Failure(Fault.SERVER, 500), 1, left, 0.0) is None
