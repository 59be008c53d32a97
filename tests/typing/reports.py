"""Using reports: every dot is completed, and a misspelt one is caught.

Never run. mypy and pyright check it; an ignored mistake that they no longer catch is an error.
"""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO, StringIO
from tempfile import SpooledTemporaryFile
from typing import Any, assert_type

import gkxl
import gkxl.collection
from gkxl.forms import e2021
from gkxl.forms.common import Applicants
from gkxl.forms.edition import Edition
from gkxl.forms.report import Report
from gkxl.issues import Issue
from gkxl.model.outline import fill, normalized
from gkxl.reports.plain import from_dict, json_schema, to_dict
from gkxl.rules.check import check

report = from_dict({"edition": "2021", "cells": {}})

assert_type(report, Report)
assert_type(report.requests.processed.refused.state_secret.natural_person, int)
assert_type(report.requests.received, Applicants)
assert_type(report.other_matters, str)
if isinstance(report, e2021.Report):
    assert_type(report.disclosure.fees.amount, Decimal)
    assert_type(e2021.balance(report), tuple[Applicants, Applicants])
    assert_type(normalized(report), e2021.Report)
    repr(report.disclosure.fees.ammount)  # type: ignore[attr-defined]

assert_type(check(report, lang="en"), list[Issue])
assert_type(normalized(report), Report)
assert_type(to_dict(report), dict[str, Any])
assert_type(json_schema("2021"), dict[str, Any])
assert_type(fill(e2021.Report, lambda node: node.path), e2021.Report)

# a misspelt attribute
repr(report.requests.recieved)  # type: ignore[union-attr]
repr(report.requests.processed.refused.state_secrets.total)  # type: ignore[attr-defined]

# what one edition only has
repr(report.disclosure.fees.amount)  # type: ignore[union-attr]

# what is no report, and no language
check("report")  # type: ignore[arg-type]
check(report, lang="fr")  # type: ignore[arg-type]
check(gkxl.read("某局.xlsx"))  # type: ignore[arg-type] # a reading is not its report
check(report, previous=gkxl.read("某局.xlsx"))  # type: ignore[arg-type]
gkxl.to_dict(e2021.Fees(amount=Decimal(1)))  # type: ignore[arg-type]
gkxl.write_workbook(gkxl.read("某局.xlsx"), "a.xlsx")  # type: ignore[arg-type]
gkxl.read(None)  # type: ignore[arg-type]
gkxl.read("某局.xlsx", blank="none")  # type: ignore[arg-type]
gkxl.write_template("a.xlsx", year="2024")  # type: ignore[arg-type]

# what is written goes to a path, or to any file that is open for bytes
gkxl.write_template(BytesIO(), year=2024)
with SpooledTemporaryFile() as spooled:
    gkxl.write_workbook(report, spooled)
gkxl.write_workbook(report, StringIO())  # type: ignore[arg-type]
assert_type(gkxl.zero_report(e2021.Report, year=2024), e2021.Report)
assert_type(gkxl.zero_report("2021", year=2024), Report)
assert_type(gkxl.with_value(report, "requests.received.total", 3), Report)
assert_type(gkxl.trace("汇总", "本年新收 自然人"), gkxl.collection.Trace)
assert_type(gkxl.comparison.diff_published("汇总", "公布"), gkxl.comparison.PublishedComparison)
assert_type(gkxl.read_published("某局.html"), gkxl.publication.PublishedReading)
assert_type(gkxl.register.read_register("登记簿.xlsx").register, gkxl.register.Register)
assert_type(gkxl.edition_for(2024), Edition)
assert_type(gkxl.errors.DataError("没有").zh, str)
assert_type(gkxl.read("某局.xlsx").identity, gkxl.types.Identity)
gkxl.normalized({"edition": "2021"})  # type: ignore[type-var]


def misspelt_term(filed: e2021.Report) -> tuple[Applicants, Applicants]:
    """A misspelt term of a balance is caught where it is written."""
    r = filed.requests
    return r.received + r.brought_forward, r.processed.totals + r.carried_forward  # type: ignore[attr-defined]
