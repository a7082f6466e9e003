"""Processes and gridworlds as they are typed, and what is made of them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ncrevise.errors import AnswerError, GivensError
from ncrevise.givens.declare import Given
from ncrevise.givens.kinds import grid, mdp
from ncrevise.givens.typed import make, split_block, with_hashes
from ncrevise.models.rl.gridworld import Rules, process
from ncrevise.models.rl.mdp import optimal_values
from ncrevise.registry import family

ABOUT = Given("a world", "mdp")
FAMILY = family("rl.value-iteration")


def test_a_process_is_read_in_order() -> None:
    read = mdp.read("s2 go s1 0.5 3\ns2 go T 1/2 3; s1 stay s1 1; T end", ABOUT)

    assert read.states == ("s2", "s1", "T")
    assert read.actions == ("go", "stay")
    assert read.choices[0][0].outcomes[1].probability == Fraction(1, 2)
    assert read.live == (0, 1)
    assert mdp.read(mdp.write(read), ABOUT) == read


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("s go s 0.8 5", "one outcome, of probability 0.8"),
        ("s go s 0.8 5; s go t 0.1 5; t end", "0.8 + 0.1 = 0.9, not 1"),
        ("s go t 5", "t end"),
        ("s go", "2 words"),
        ("s go s 1.5 5", "probability 1.5"),
        ("s go s nan", "s go s nan"),
        ("s go s 5; s end", "can't have actions"),
        ("s go s 5; s go s 5", "twice"),
        ("s end", "Every state"),
        ("a+b go s 5", "no name"),
        ("", "From 1 to"),
    ],
)
def test_what_is_no_process_is_refused(text: str, said: str) -> None:
    with pytest.raises(AnswerError, match=said.replace("+", r"\+").replace(".", r"\.")):
        mdp.read(text, ABOUT)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (". .; . 1 .", "different lengths"),
        (". .", "a goal"),
        ("1 x", "an open cell"),
        (". q 1", "no cell"),
        (". " * 13 + "1", "12 rows"),
    ],
)
def test_what_is_no_grid_is_refused(text: str, said: str) -> None:
    with pytest.raises(AnswerError, match=said):
        grid.read(text, ABOUT)


def test_a_wall_in_a_file_is_no_comment() -> None:
    rows = " # 10 #  # the far side\n . . .\n# -5 #\n"
    block = f"# a bridge\ngrid =\n{rows}# gamma = 0.5\ngamma = 1/2  # half"
    found = split_block(block, with_hashes(FAMILY))

    assert grid.read(found["grid"], ABOUT) == (("#", 10, "#"), (".", ".", "."), ("#", -5, "#"))
    assert found["gamma"] == "1/2"


def test_a_move_that_fails_stays() -> None:
    cells = grid.read("1 .; x .", ABOUT)
    up, right, _, _ = process(cells, Rules(step=-1, slip=0.2)).choices[2]

    assert [(o.to, o.probability) for o in up.outcomes] == [(1, 0.8), (2, 0.2)]
    assert [(o.to, o.probability) for o in right.outcomes] == [(2, 0.9), (1, 0.1)]


def test_policies_improve_until_none_is_better() -> None:
    world = mdp.read("s wait s 1; s leap t 0; t back s 9; t rest t 0", ABOUT)
    values, policy = optimal_values(world, Fraction(1, 2), [0, 0])

    assert policy == [1, 0]
    assert values == [6, 12]


def test_values_without_a_limit_are_refused() -> None:
    with pytest.raises(GivensError, match="gamma below 1"):
        make(FAMILY, {"mdp": "s go s 1", "gamma": "1"})
    with pytest.raises(GivensError, match="one of the two"):
        make(FAMILY, {"gamma": "1"})
    with pytest.raises(GivensError, match="3 values for 2 states"):
        make(FAMILY, {"mdp": "a go b 1; b go a 2", "gamma": "0.9", "start": "1 2 3"})
