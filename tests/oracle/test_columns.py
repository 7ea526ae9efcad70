"""Protects frames and the page on affairs drawn in columns, with files, 委託, claims and bodies; ``make hunt`` runs millions."""

import shutil

import level_answers
import numpy as np
import pytest
from oracle import draws
from oracle.records import DAYS
from oracle.vectors import possible, words


@pytest.mark.parametrize("seed", range(len(DAYS)))
def test_frames_of_affairs_with_files(seed):
    drawn = draws.draw(seed, 10_000)
    right = draws.expected(drawn)
    got = level_answers.frames_drawn(DAYS[seed], drawn)
    assert np.nonzero(right != got)[0].tolist() == []
    assert len(set(right.tolist())) > 8, "the draws reach few answers"


def test_the_page_of_affairs_without_files(tmp_path):
    if shutil.which("node") is None:
        pytest.skip("no node here: apt-get install nodejs")
    drawn = draws.draw(4, 2_000)
    right = possible(drawn.headcount, drawn.handlers, drawn.incident, drawn.claims, drawn.kinds)
    got = level_answers.by_page(DAYS[1], level_answers.drawn_for_page(drawn), tmp_path)
    assert got == [words(int(bits)) for bits in right]
