"""What becomes of units and files, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import field, frozen

from gkxl.collection.status import Status
from gkxl.identity import DIGEST

if TYPE_CHECKING:
    from gkxl.collection.roster import Unit
    from gkxl.issues.issue import Issue

Prefer: TypeAlias = Literal["newest"]
"""Which of several different returns of a unit is taken."""

Taken: TypeAlias = tuple[str, str, str]
"""The key of a unit, the hash of the file that was taken for it, and that of one it was taken over."""

OWN: Final = (Status.PASSED, Status.CONFIRM, Status.ERRORS)
"""What becomes of returns that are of the unit and the year."""


@frozen(kw_only=True)
class Came:
    """A file as it came: what the store knows of it before anything is decided."""

    id: int
    path: str
    hash: str
    stamp: str
    edition: str
    year: int | None
    unit_code: str
    issued_to: str
    unit_name: str
    content: str
    figures: str
    complete: bool
    current: bool
    errors: int
    confirms: int
    answers: tuple[str, ...] = ()
    unchanged: bool = False
    is_stranger: bool = False

    @property
    def digest(self) -> str:
        """What marked copies of it name it by."""
        return self.hash[:DIGEST]


@frozen(kw_only=True)
class Judged:
    """What becomes of a file.

    Attributes:
        came: The file.
        unit: The key of the unit that it is from, or that it is named after; "" where nothing tells.
        status: What becomes of it.
        issues: What there is to say about whose it is.
        among: The keys of units of one name, where nothing tells from which of these it is.
        accepted: Whether it is the return that stands for its unit.
    """

    came: Came
    unit: str
    status: Status
    issues: tuple[Issue, ...] = ()
    among: tuple[str, ...] = ()
    accepted: bool = False


@frozen(kw_only=True)
class Verdict:
    """What becomes of a unit.

    Attributes:
        unit: The unit.
        status: What becomes of it.
        file: The file that stands for it, or one that was sent in its place.
        issues: What there is to say of it beside the others.
        rivals: The different returns of which one is to be chosen; none where this is done.
    """

    unit: Unit
    status: Status
    file: Judged | None = None
    issues: tuple[Issue, ...] = ()
    rivals: tuple[Judged, ...] = ()


@frozen
class Judgement:
    """What becomes of all of them."""

    units: dict[str, Verdict] = field(factory=dict)
    files: dict[int, Judged] = field(factory=dict)
