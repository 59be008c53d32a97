"""Classes of which little is compiled behave as those that attrs and typing make."""

from __future__ import annotations

import copy
import pickle
import typing
from typing import TYPE_CHECKING, Any, Final

import attrs
from hypothesis import given
from hypothesis import strategies as st

from gkxl.frozen import NamedTuple, frozen

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


class Ours(NamedTuple):
    """A place."""

    sheet: str
    row: int = 1
    facts: tuple[int | None, ...] = ()

    @property
    def below(self) -> int:
        """The next row."""
        return self.row + 1

    @classmethod
    def first(cls) -> Any:  # noqa: ANN401 (of either class)
        """The first one."""
        return cls("a")


class Theirs(typing.NamedTuple):
    """A place."""

    sheet: str
    row: int = 1
    facts: tuple[int | None, ...] = ()

    @property
    def below(self) -> int:
        """The next row."""
        return self.row + 1

    @classmethod
    def first(cls) -> Any:  # noqa: ANN401 (of either class)
        """The first one."""
        return cls("a")


def test_named_tuples_are_those_of_typing() -> None:
    ours, theirs = Ours("a", facts=(2, None)), Theirs("a", facts=(2, None))
    assert tuple(ours) == tuple(theirs)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert (ours.below, ours._replace(row=7).below, Ours.first()) == (2, 8, theirs.first())
    assert (Ours.__doc__, Ours._fields, Ours._field_defaults, Ours.__mro__[1:]) == (
        *(Theirs.__doc__, Theirs._fields, Theirs._field_defaults),
        Theirs.__mro__[1:],
    )
    assert typing.get_type_hints(Ours) == typing.get_type_hints(Theirs)
    copied = copy.deepcopy(ours), pickle.loads(pickle.dumps(ours))  # noqa: S301 (what was just written)
    assert [*map(type, copied), *copied] == [Ours, Ours, ours, ours]
