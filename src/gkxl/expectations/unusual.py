"""Makes issues of expectations that a report does not keep to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from gkxl.blanks import is_explanation
from gkxl.expectations.expected import LEVEL, expected
from gkxl.issues.issue import Issue, Term
from gkxl.rules import LAST, Status, labels_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gkxl.expectations.expected import Expected
    from gkxl.forms.edition import Edition
    from gkxl.rules import Numbers, Side


def unusual(edition: Edition, values: Numbers) -> Iterator[Issue]:
    """An issue for each expectation that is not kept; one that lacks a figure is passed over.

    Args:
        edition: The edition.
        values: This year's values by path, and last year's under `LAST`.
    """
    return (_issue(edition, one, values) for one in expected(edition) if one.status(values) is Status.BROKEN)


def _issue(edition: Edition, one: Expected, values: Numbers) -> Issue:
    rule = one.rule
    labels = labels_apart(edition, rule)[0]
    return Issue(
        code=rule.code,
        path=rule.cell.path,
        label=rule.cell.label,
        found=values[rule.cell.path],
        expected=rule.right.as_filed(values),
        left=_terms(rule.left, labels, values),
        right=_terms(rule.right, labels, values),
        facts={"rule": rule.words, "level": values.get(LEVEL), "makers": one.mark.levels},
    )


def _terms(side: Side, labels: dict[str, str], values: Numbers) -> tuple[Term, ...]:
    def term(path: str, *, taken: bool) -> Term:
        year = "上年" if path.startswith(LAST) else ""
        value: Any = values[path]
        return Term(path, year + labels[path], value, taken=taken)

    added = (term(path, taken=False) for path in side.cells)
    return (*added, *(term(path, taken=True) for path in side.taken))


def explained(issues: Iterable[Issue], explanations: Mapping[tuple[str, str], str]) -> Iterator[Issue]:
    """The issues, each with what the unit wrote about it or about all of its kind."""
    for issue in issues:
        why = explanations.get((issue.code, issue.path)) or explanations.get((issue.code, ""), "")
        yield evolve(issue, explanation=why if is_explanation(why) else "")
