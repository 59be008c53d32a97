"""Which stamps tell when a file was changed, and which of these can be true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gkxl.collection.intake.names import CHECKSUM, moment
from gkxl.collection.judging.moments import is_credible, moment_of

NOW = datetime(2025, 3, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "stamp",
    [
        moment(1_740_816_000 * 10**9),
        moment(1_740_816_000 * 10**9) + CHECKSUM + "0a1b2c3d",
        "1740816000.0",
        "1740816000",
        "2025-03-01 08:00:00+00:00",
        "2025-03-01T16:00:00+08:00",
        "2025-03-01T08:00:00Z",
    ],
)
def test_a_moment_is_read_as_folders_zips_and_file_systems_write_it(stamp: str) -> None:
    assert moment_of(stamp) == NOW


@pytest.mark.parametrize(
    "stamp", ["", "d41d8cd98f00b204e9800998ecf8427e", "nan", "inf", "9" * 400, "昨天", '"e3b"']
)
def test_marks_of_content_are_no_moments(stamp: str) -> None:
    assert moment_of(stamp) is None
    assert not is_credible(moment_of(stamp), NOW)


@pytest.mark.parametrize(
    ("moment", "credible"),
    [
        (NOW, True),
        (NOW + timedelta(hours=23), True),
        (NOW + timedelta(days=1), True),
        (NOW + timedelta(days=1, seconds=1), False),
        (datetime(2099, 1, 1, tzinfo=UTC), False),
        (datetime(9999, 12, 31, tzinfo=UTC), False),
        (datetime(1990, 1, 1, tzinfo=UTC), True),
        (datetime(1989, 12, 31, 23, 59, tzinfo=UTC), False),
        (datetime(1980, 1, 1, tzinfo=UTC), False),
        (datetime(1970, 1, 1, tzinfo=UTC), False),
    ],
)
def test_the_future_and_what_lies_long_ago_is_not_credible(moment: datetime, *, credible: bool) -> None:
    """A day is allowed for clocks of other time zones."""
    assert is_credible(moment, NOW) is credible
