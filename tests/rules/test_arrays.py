"""Many reports checked at once are judged as each of them alone."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gkxl.errors import DataError
from gkxl.model.outline import values_of
from gkxl.rules.arrays import broken_rules, count_paths
from gkxl.rules.rule import Outcome, check_rule, rules
from strategies import broken_reports, reports
from workbooks import every_edition, real

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition


def array(edition: Edition, found: list[Any]) -> np.ndarray[Any, np.dtype[np.int64]]:
    rows = [[values_of(report)[path] for path in count_paths(edition)] for report in found]
    return np.array(rows, dtype=np.int64).reshape(len(rows), -1)


def alone(edition: Edition, report: Any) -> list[bool]:  # noqa: ANN401 (a report)
    return [check_rule(rule, values_of(report)) is Outcome.BROKEN for rule in rules(edition)]


@every_edition
def test_each_report_is_judged_as_it_is_alone(edition: Edition) -> None:
    """Figures of 15 digits included, which binary fractions cannot add up."""

    @settings(max_examples=80)
    @given(st.lists(broken_reports(edition) | reports(edition), min_size=1, max_size=4))
    def law(found: list[Any]) -> None:
        together = broken_rules(edition, array(edition, found))
        assert together.tolist() == [alone(edition, report) for report in found]

    law()


@every_edition
def test_published_reports_are_judged_as_each_alone(edition: Edition) -> None:
    found = real(edition)
    assert broken_rules(edition, array(edition, found)).tolist() == [alone(edition, one) for one in found]


@every_edition
def test_more_reports_than_fit_one_product_are_all_judged(edition: Edition) -> None:
    counts = np.zeros((20_000, len(count_paths(edition))), dtype=np.int32)
    counts[[0, 8_191, 8_192, 19_999], count_paths(edition).index(rules(edition)[0].cell.path)] = 1
    broken = broken_rules(edition, counts)
    assert np.flatnonzero(broken.any(axis=1)).tolist() == [0, 8_191, 8_192, 19_999]


@every_edition
@pytest.mark.parametrize("shape", [(3,), (2, 5)])
def test_an_array_of_another_shape_or_type_is_refused(edition: Edition, shape: tuple[int, ...]) -> None:
    with pytest.raises(DataError, match=str(len(count_paths(edition)))):
        broken_rules(edition, np.zeros(shape, dtype=np.int64))
    with pytest.raises(DataError, match="float64"):
        broken_rules(edition, np.zeros((2, len(count_paths(edition)))))


def test_without_numpy_one_sentence_says_what_to_install() -> None:
    code = "import sys; sys.modules['numpy'] = None\nimport gkxl.rules.arrays"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert b"gkxl[arrays]" in done.stderr.splitlines()[-1]
