"""Classes of which little is compiled behave as those that attrs makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs
from hypothesis import given
from hypothesis import strategies as st

from gkxl.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

FEW: Final = st.integers(0, 1)
VALUES: Final = st.tuples(st.sampled_from("ab"), FEW, st.just(()), st.dictionaries(st.just("x"), FEW), FEW)


def make(decorate: Callable[[type], Any]) -> Any:  # noqa: ANN401 (a class that is made here)
    """A class with all that fields of ours ask for."""

    class Sample:
        name: str
        size: int = 0
        seen: tuple[Any, ...] = attrs.field(default=(), repr=False)
        facts: dict[str, int] = attrs.field(factory=dict, hash=False)
        place: object = attrs.field(default=None, eq=False)

    return decorate(Sample)


@given(st.lists(VALUES, max_size=5))
def test_objects_are_compared_hashed_and_shown_as_attrs_does(values: list[tuple[Any, ...]]) -> None:
    ours, theirs = ([cls(*each) for each in values] for cls in (make(frozen), make(attrs.frozen)))
    assert [[one == other for other in ours] for one in ours] == [
        [one == other for other in theirs] for one in theirs
    ]
    assert len({*ours}) == len({*theirs})
    assert [*map(repr, ours)] == [*map(repr, theirs)]


def test_others_are_never_equal() -> None:
    one, other = make(frozen), make(frozen)
    assert one("a") != other("a")
    assert one("a") != "a"


def test_classes_compared_by_identity_and_those_with_methods_of_their_own_stay_so() -> None:
    @frozen(eq=False)
    class Same:
        size: int

    @frozen
    class Shown:
        size: int

        def __repr__(self) -> str:
            return "shown"

    @frozen
    class Below(Shown):
        name: str = ""

    assert Same(1) != Same(1)
    assert repr(Shown(1)) == repr(Below(1)) == "shown"
    assert Below(1, "a") != Below(1, "b")
    assert repr(Same(1)).endswith("Same(size=1)")
