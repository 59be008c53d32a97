"""The register of applications that a unit keeps: what one row of each of its sheets holds, column by column.

As with the form, the class is the row: template, reader, checks, counts and documentation follow from it. A
row is kept as it was filled in, be it incomplete: a blank cell is "" or None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Annotated, Any, Final, get_args, get_type_hints

from attrs import evolve, field

from gkxl.forms import edition_for
from gkxl.forms.edition import Edition
from gkxl.frozen import frozen
from gkxl.issues import Place
from gkxl.model.marks import Item, Total
from gkxl.model.outline import lines, outline

if TYPE_CHECKING:
    from attrs import AttrsInstance

    from gkxl.model.outline import Node


RECEIVED: Final = "requests.received"
BROUGHT_FORWARD: Final = "requests.brought_forward"
OUTCOMES: Final = "requests.processed"
CARRIED_FORWARD: Final = "requests.carried_forward"
DISPUTES: Final = "disputes"
PENDING: Final = "pending"
"""Where a register is counted in the report."""

REPEATED: Final = "requests.processed.not_handled.repeated"
DIRECT: Final = "disputes.direct_litigation"

REVIEWED_FIRST: Final = tuple(
    f"requests.processed.refused.{name}"
    for name in ("state_secret", "prohibited_by_law", "security_and_stability", "third_party_rights", "internal_affairs", "deliberative_process", "enforcement_files")
)  # fmt: skip
"""The refusals against which review comes before a suit: （三）不予公开 1 to 7."""

# 行政复议法（2023年修订，2024年1月1日起施行）第二十三条第一款第（四）项：申请政府信息公开，行政机关不予
# 公开的，申请人应当先申请行政复议，对行政复议决定不服的，可以再提起行政诉讼。
REVIEW_FIRST_SINCE: Final = date(2024, 1, 1)

_NUMBERED: Final = re.compile(r"^(?:（.）|[0-9]+\.)([^（、]+).*$")
"""A printed heading: its number, the word that it makes in a list, and all behind the first pause."""


@cache
def find_group(edition: Edition, path: str) -> Node:
    """The printed heading at a path, with all below it."""
    return next(node for section in outline(edition.form) for node in section.walk() if node.path == path)


@frozen(kw_only=True)
class Words:
    """The words of the lists, each with what it is counted as.

    Attributes:
        kinds: The kinds of applicants, each with the name of its column of table three.
        outcomes: The outcomes of an application in short words, each with the path of its line of table three.
        routes: The ways of a dispute, each with the path of its group of table four.
        results: How a dispute ended, each with the name of its column of table four.
    """

    kinds: Mapping[str, str]
    outcomes: Mapping[str, str]
    routes: Mapping[str, str]
    results: Mapping[str, str]


@cache
def words_of(edition: Edition) -> Words:
    """The words of the lists in an edition, as its form prints them."""
    received, outcomes, routes = (find_group(edition, path) for path in (RECEIVED, OUTCOMES, DISPUTES))
    columns, results = received.children, routes.children[0].children
    return Words(
        kinds={one.item.label: one.name for one in columns if not isinstance(one.item, Total)},
        outcomes={_NUMBERED.sub(r"\1", n.item.label): n.path for n in lines(outcomes, of=received.type)},
        routes={one.item.label: one.path for one in routes.children},
        results={n.item.label.replace("结果", ""): n.name for n in results if "结果" in n.item.label},
    )


@frozen(kw_only=True)
class Column(Item):
    """A column of a register.

    Attributes:
        width: How wide it is, in characters.
        required: Whether every row that is used has to have it.
        words: Which of the `Words` it may hold, where these depend on the edition.
        needed_for: The outcomes that presuppose it, by their paths.
        synonyms: Other headings that offices print over such a column, separated by spaces.
        name: Its attribute in the row class; this and what follows is filled in where the table is made.
        path: The same with the name of the table in front.
        at: Its number on the sheet, from 1.
        is_day: Whether it holds days; else it holds texts.
    """

    width: float = 11
    required: bool = False
    words: str = ""
    needed_for: tuple[str, ...] = ()
    synonyms: str = ""
    name: str = ""
    path: str = ""
    at: int = 0
    is_day: bool = False

    def listed(self, edition: Edition) -> Mapping[str, str]:
        """The words that it may hold, each with what it is counted as; none where any text is right."""
        return getattr(words_of(edition), self.words) if self.words else {word: word for word in self.choices}


@frozen
class RowPlace:
    """Where a row was read.

    Attributes:
        sheet: The sheet, with the name of the file in front where there are several.
        row: Its number, from 1.
        columns: The number of each column, by attribute.
    """

    sheet: str
    row: int
    columns: Mapping[str, int] = field(hash=False, repr=False)

    def cell(self, name: str) -> Place:
        """The cell of a column; the first one of the row where the column was not found."""
        return Place(self.sheet, self.row, self.columns.get(name, 1))


@frozen(kw_only=True)
class Application:
    """申请: one application, however many people signed it. The marks say what each column holds."""

    number: Annotated[str, Column("申请编号", width=14, required=True, hint="每件申请一行、一个编号，不能重复。", synonyms="编号 申请号 登记编号 登记号 受理编号 受理号 申请单编号")] = ""  # fmt: skip
    received: Annotated[date | None, Column("收到日期", required=True, synonyms="收件日期 收到申请日期 收到时间 申请日期 申请时间", hint="收到申请的日期，如 2026-3-5。以前年度收到、还没有办结的，照原来的日期登记。")] = None  # fmt: skip
    channel: Annotated[str, Column("申请方式", hint="申请是怎样收到的。", synonyms="申请渠道 收到方式 渠道 方式", choices=("网络", "信函", "当面", "电子邮件", "传真", "其他"))] = ""  # fmt: skip
    kind: Annotated[str, Column("申请人类别", width=15, required=True, words="kinds", synonyms="申请人类型 类别 申请人性质", hint="收到时定下，办结时不再变动。几人联名的，按第一申请人。")] = ""  # fmt: skip
    applicant: Annotated[str, Column("申请人（可用代号）", width=12, synonyms="申请人 申请人姓名 申请人名称 申请人姓名或名称", hint="可不填，可用代号。不要填身份证号、电话和住址。")] = field(default="", repr=False)  # fmt: skip
    summary: Annotated[str, Column("内容摘要", width=26, synonyms="申请内容 申请事项 内容 申请公开内容 所需信息 信息内容描述", hint="申请公开什么，几个字即可。不要填个人信息。")] = field(default="", repr=False)  # fmt: skip
    office: Annotated[str, Column("承办科室", hint="由哪个科室承办。", synonyms="承办部门 承办单位 科室")] = ""  # fmt: skip
    correction_asked: Annotated[date | None, Column("补正通知日期", hint="通知申请人补正的日期；没有通知的不填。", synonyms="补正告知日期 通知补正日期", needed_for=("requests.processed.otherwise.not_corrected",))] = None  # fmt: skip
    corrected: Annotated[date | None, Column("收到补正日期", hint="收到补正材料的日期；没有收到的不填。", synonyms="补正日期 补正收到日期", needed_for=("requests.processed.unavailable.still_unclear",))] = None  # fmt: skip
    third_party_asked: Annotated[date | None, Column("征求第三方意见日期", hint="书面征求第三方意见的日期；没有征求的不填。", synonyms="征求意见日期 征求第三方日期", needed_for=("requests.processed.refused.third_party_rights",))] = None  # fmt: skip
    extended: Annotated[date | None, Column("延期告知日期", hint="告知延长期限的日期；没有延期的不填。", synonyms="延期日期")] = None  # fmt: skip
    fee_asked: Annotated[date | None, Column("收费通知日期", hint="通知缴纳信息处理费的日期；没有通知的不填。", synonyms="收费告知日期 缴费通知日期", needed_for=("requests.processed.otherwise.fee_unpaid",))] = None  # fmt: skip
    closed: Annotated[date | None, Column("办结日期", synonyms="答复日期 办结时间 答复时间 办理日期", hint="答复或作其他处理的日期。没有办结的，办结日期和办理结果都不填。")] = None  # fmt: skip
    outcome: Annotated[str, Column("办理结果", width=28, words="outcomes", synonyms="办理情况 答复结果 处理结果 结果 答复类型 答复情况", hint="从列表中选一个。区分处理的只选“部分公开”，不再计入其他情形。")] = ""  # fmt: skip
    reason: Annotated[str, Column("其他情形", hint="办理结果是“其他”或“其他处理”的，选是哪一种。", synonyms="其他情况 其他原因", choices=("撤回", "咨询", "并入他件", "其他"), needed_for=("requests.processed.otherwise.other", "requests.processed.otherwise"))] = ""  # fmt: skip
    reply: Annotated[str, Column("答复文号", width=16, hint="答复书的文号。", synonyms="文号 答复书文号")] = ""  # fmt: skip
    remark: Annotated[str, Column("备注", width=14, hint="可不填。不要填个人信息。")] = field(default="", repr=False)  # fmt: skip
    place: RowPlace | None = field(default=None, eq=False, repr=False)


CO_DEFENDANT: Final = "复议机关作共同被告"
NO_APPLICATION: Final = "不涉及申请"


@frozen(kw_only=True)
class Dispute:
    """争议: one case of review or litigation. The marks say what each column holds."""

    number: Annotated[str, Column("案号", width=24, required=True, synonyms="案件号 案件编号", hint="每个案件一行。还没有案号的，写收到的通知的编号。")] = ""  # fmt: skip
    application: Annotated[str, Column("申请编号", width=16, synonyms="申请号 对应申请编号 所涉申请编号", hint=f"由哪件申请引起，照抄它的申请编号；不是由申请引起的，写“{NO_APPLICATION}”。")] = ""  # fmt: skip
    route: Annotated[str, Column("途径", width=20, required=True, words="routes", synonyms="救济途径 案件类型", hint="行政复议，未经复议直接起诉，或复议后起诉。")] = ""  # fmt: skip
    # 国办公开办函〔2016〕201号：复议机关作共同被告的案件，复议机关不统计。
    role: Annotated[str, Column("本机关地位", width=20, choices=("作出行为机关", CO_DEFENDANT), synonyms="地位 机关地位", hint="本机关是被申请人、被告的，选“作出行为机关”；因复议维持而作共同被告的，不计入表四。")] = ""  # fmt: skip
    accepted: Annotated[date | None, Column("受理日期", required=True, hint="复议机关受理、法院立案的日期。", synonyms="立案日期 收案日期")] = None  # fmt: skip
    closed: Annotated[date | None, Column("结案日期", hint="没有结案的，日期和结果都不填。", synonyms="审结日期 判决日期")] = None  # fmt: skip
    result: Annotated[str, Column("结果", words="results", hint="维持、纠正，或其他。", synonyms="结案结果 审理结果")] = ""  # fmt: skip
    place: RowPlace | None = field(default=None, eq=False, repr=False)


Row = Application | Dispute


@frozen(eq=False)
class Rows:
    """The mark of a table of rows.

    Attributes:
        sheet: The name of its sheet.
        row: The class of its rows.
        start: The column with the day that a row begins.
        result: The column with what became of it.
        share: One row of this table is prepared for so many applications.
        name: Its attribute in `Register`.
        columns: Its columns from the left.
    """

    sheet: str
    row: type[AttrsInstance]
    start: str
    result: str
    share: int = 1
    name: str = ""
    columns: tuple[Column, ...] = field(default=(), repr=False)

    def column(self, name: str) -> Column:
        """The column of an attribute."""
        return self._columns_by_name[name]

    @cached_property
    def _columns_by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}


@frozen(kw_only=True)
class Register:
    """登记簿: the applications and the disputes of one unit in one year.

    Attributes:
        year: The year that it is counted for.
        unit: The name of the unit.
        unit_code: Its code.
        applications: What was received in the year, and what was open when it began.
        disputes: What was decided in the year, or is open.
        methods: How the office counts what no public rule settles, in its own words, by situation.
        opening: What last year's report carried forward, by kind of applicant; empty where that is not known.
    """

    year: int
    unit: str = ""
    unit_code: str = ""
    applications: Annotated[tuple[Application, ...], Rows("申请", Application, "received", "outcome")] = field(default=(), repr=False)  # fmt: skip
    disputes: Annotated[tuple[Dispute, ...], Rows("争议", Dispute, "accepted", "result", share=5)] = field(default=(), repr=False)  # fmt: skip
    methods: Mapping[str, str] = field(factory=dict, repr=False, hash=False)
    opening: Mapping[str, int] = field(factory=dict, repr=False, hash=False)

    @property
    def edition(self) -> Edition:
        """The edition of the report that it is counted for."""
        return edition_for(self.year)


@frozen
class Method:
    """How a situation is counted.

    Attributes:
        situation: The situation.
        usual: How it is counted where the office states nothing else.
        source: Where that is prescribed; "" where no public national rule was found.
    """

    situation: str
    usual: str
    source: str = ""


METHODS: Final = (
    Method("部分公开（区分处理）", "只计“部分公开”一件，不再计入不予公开等其他情形。", "年度报告格式表三（二）"),
    Method("复议机关作共同被告", "不计入表四，由作出原行政行为的机关统计。", "国办公开办函〔2016〕201号"),
    Method("跨年度的复议、诉讼", "结案的，按结果计在结案的那一年；年底没有结案的，计入当年没有审结的一格。", "年度报告格式表四"),
    Method("申请人撤回", "按“其他”办结，计一件，“其他情形”选“撤回”。"),
    Method("几人联名提出一份申请", "计一件，类别按第一申请人。"),
    Method("一份申请含几项内容", "登记一行，计一件；分开答复的，可以登记几行，一行计一件。"),
    Method("几份申请合并办理", "每份各计一件，并入的按“其他”办结，“其他情形”选“并入他件”。"),
    Method("不属于本机关，告知或转送其他机关", "按“本机关不掌握相关政府信息”办结，计一件。"),
    Method("以申请的形式提出咨询", "已经登记的，按“其他”办结，计一件，“其他情形”选“咨询”。"),
    Method("答复被撤销后重新答复", "不另计一件，原来的一行不改，重新答复的情况写在备注里。"),
    Method("一审、二审、再审", "每个案号登记一行，各计一件。"),
    Method("申请人类别前后不一致", "按收到时登记的类别，收到、办结、结转都计在同一类别。"),
)  # fmt: skip
"""The situations that offices count in different ways, in the order of the sheet 口径."""


def _marks(row: type, of: type) -> Iterator[tuple[str, type, Any]]:
    """The attributes of a class that have a mark of this kind: name, type and mark."""
    for name, hint in get_type_hints(row, include_extras=True).items():
        kind, *extras = get_args(hint) or (hint,)
        if extras and isinstance(extras[-1], of):
            yield name, kind, extras[-1]


def _make_table(name: str, mark: Rows) -> Rows:
    marked = enumerate(_marks(mark.row, Column), start=1)
    columns = (
        evolve(column, name=key, path=f"{name}.{key}", at=at, is_day=kind is not str)
        for at, (key, kind, column) in marked
    )
    return evolve(mark, name=name, columns=tuple(columns))


TABLES: Final = tuple(_make_table(name, mark) for name, _, mark in _marks(Register, Rows))
APPLICATIONS, CASES = TABLES
"""The two tables of a register."""


def table_of(row: Row) -> Rows:
    """The table that a row is of."""
    return APPLICATIONS if isinstance(row, Application) else CASES
