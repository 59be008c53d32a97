"""A wrong argument is one sentence of a typed error, whichever function and argument it is."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Final

import pytest

import gkxl
from gkxl.arguments import _ELSEWHERE, _allowed_by
from gkxl.register import combine_registers
from published import as_numbers
from test_public import PUBLIC
from workbooks import workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

REPORT: Final = gkxl.from_dict(as_numbers("suqian-2024"))

FUNCTIONS: Final[dict[str, Any]] = {
    **{
        made.__name__: made
        for made in PUBLIC.values()
        if inspect.isfunction(made) and hasattr(made, "__wrapped__")
    },
    **{
        f"{kind.__name__}.{name}": made
        for kind in (gkxl.Collection, gkxl.Reading)
        for name, made in vars(kind).items()
        if inspect.isfunction(made) and hasattr(made, "__wrapped__") and not name.startswith("_")
    },
    "Collection": gkxl.Collection.__init__,
}
"""Every public function, and the methods that take arguments."""


def parameters() -> Iterator[tuple[str, str, str]]:
    """Every parameter of them, with its annotation."""
    for name, function in FUNCTIONS.items():
        for parameter in inspect.signature(inspect.unwrap(function)).parameters.values():
            if parameter.name != "self":
                yield name, parameter.name, parameter.annotation


LOOKED_AT: Final = [
    (name, argument) for name, argument, annotation in parameters() if _allowed_by(annotation)
]


@pytest.mark.parametrize(("name", "argument"), LOOKED_AT)
def test_no_argument_may_be_just_anything(name: str, argument: str) -> None:
    """One sentence names the function, the argument, and what was given, in both languages."""
    with pytest.raises(gkxl.errors.ArgumentError) as refusal:
        FUNCTIONS[name](**{argument: NotImplemented})  # before it misses the others
    assert refusal.value.zh.endswith("而不是 NotImplemented。")
    for sentence in (refusal.value.zh, refusal.value.en):
        assert argument in sentence
        assert name in sentence
        assert "\n" not in sentence


def test_every_public_function_looks_at_its_arguments() -> None:
    """But for the one that takes whatever JSON holds, and says itself what is wrong with it."""
    functions = {made.__name__ for made in PUBLIC.values() if inspect.isfunction(made)}
    assert functions - {*FUNCTIONS} == {"from_dict", "broken_rules"}


def test_hardly_any_is_left_to_the_functions() -> None:
    """A report, or a register in its place, and what is compared, they refuse by themselves."""
    left = {annotation for _, _, annotation in parameters()} - {
        annotation for _, _, annotation in parameters() if _allowed_by(annotation)
    }
    assert {part.partition("[")[0] for one in left for part in one.split(" | ")} <= {
        *_ELSEWHERE,
        "None",
        "Register",
    }
    assert len(LOOKED_AT) > 80


READING: Final = gkxl.read(workbook(REPORT))


@pytest.mark.parametrize("wrong", [None, 7, "某局.xlsx", gkxl.Reading, READING, REPORT.cover])
@pytest.mark.parametrize(
    "call",
    [
        gkxl.check,
        lambda wrong: gkxl.to_dict(REPORT.cover if wrong is READING else wrong),  # type: ignore[arg-type] # which has one
        gkxl.normalized,
        lambda wrong: gkxl.convert(wrong, "2021"),
        lambda wrong: gkxl.aggregate([REPORT, wrong]),
        lambda wrong: list(gkxl.comparison.differences(wrong, [REPORT])),
        lambda wrong: gkxl.series([wrong]),
        gkxl.to_html,
        lambda wrong: gkxl.write_workbook(wrong, "never.xlsx"),
        lambda wrong: gkxl.write_html(wrong, "never.html"),
        lambda wrong: gkxl.write_docx(wrong, "never.docx"),
        lambda wrong: gkxl.write_pdf(wrong, "never.pdf"),
        lambda wrong: gkxl.plot([wrong], "never.svg"),
    ],
)
def test_what_is_no_report_is_refused(
    call: Callable[[Any], object], wrong: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(gkxl.GkxlError) as refusal:
        call(wrong)
    assert refusal.value.zh
    assert not [*tmp_path.iterdir()]


def test_a_reading_is_told_from_its_report() -> None:
    with pytest.raises(
        gkxl.errors.UnknownEditionError, match=r"不是年度报告对象：Reading。它读出的报告是 \.report。"
    ):
        gkxl.check(READING)  # type: ignore[arg-type] # which type checkers catch, too


def test_a_text_is_not_many_texts(tmp_path: Path) -> None:
    """Of ``take="某局.xlsx"`` every letter would be taken for a file."""
    with pytest.raises(gkxl.errors.ArgumentError, match="collect 的 take 应为列表，每一项为文字，而不是"):
        gkxl.collect(tmp_path, roster=tmp_path, year=2024, output=tmp_path, take="某局.xlsx")


@pytest.mark.parametrize("wrong", [None, "a", REPORT, []])
def test_what_is_in_a_list_is_looked_at(wrong: object, tmp_path: Path) -> None:
    """As of `write_series`, which takes what `series` makes of reports."""
    calls: list[Callable[[Any], object]] = [
        lambda many: gkxl.write_series(many, tmp_path / "a.csv"),
        gkxl.grouped,
        combine_registers,
    ]
    for call in calls:
        with pytest.raises(gkxl.errors.ArgumentError, match="每一项为") as refusal:
            call([wrong])
        assert "each a" in refusal.value.en
    assert not [*tmp_path.iterdir()]


def test_an_error_of_a_call_travels_between_processes() -> None:
    import pickle  # noqa: PLC0415 (here only)

    with pytest.raises(gkxl.errors.ArgumentError) as refusal:
        gkxl.check(REPORT, lang="fr")  # type: ignore[arg-type] # which type checkers catch, too
    assert str(pickle.loads(pickle.dumps(refusal.value))) == "check 的 lang 应为“zh”或“en”，而不是 'fr'。"  # noqa: S301 (our own)
