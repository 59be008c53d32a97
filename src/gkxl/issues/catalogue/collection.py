"""The issues found when the returns of many units are collected."""

from __future__ import annotations

from typing import Final

from gkxl.issues.catalogue.code import Code, Severity

COLLECTION_PREFIXES: Final = ("collect.", "aggregate.")
"""How the codes begin of what only a collection knows: its roster, other returns, parents."""


def is_of_collection(code: str) -> bool:
    """Whether issues of a code are found only by comparing a return with roster and other returns.

    >>> is_of_collection("collect.same_figures"), is_of_collection("year.in_force")
    (True, False)
    """
    return code.startswith(COLLECTION_PREFIXES)


COLLECTION: Final = (
    Code(
        code="collect.rounded",
        severity=Severity.INFO,
        zh="{place}合计为 {found}，位数超过表格软件能准确保存的 15 位，汇总表中写作 {expected}；准确的数在数据库和导出的数据中。",
        meaning="合计数超过 15 位有效数字，汇总表中只能四舍五入。",
        remedy="无需处理；引用时以导出的数据为准。",
    ),
    Code(
        code="collect.missing",
        severity=Severity.ERROR,
        zh="还没有收到“{unit}”的报表。请催报。",
        meaning="名册中的单位没有报来任何文件。",
        remedy="催报；已经报来的，看看文件是否放在收表的文件夹里。",
    ),
    Code(
        code="collect.duplicate",
        severity=Severity.ERROR,
        zh="“{unit}”报来 {count} 份不同的报表（{names}），都没有计入。请问清以哪一份为准。",
        meaning="一个单位报来几份内容不同的报表，看不出以哪一份为准。",
        remedy="问清以哪一份为准，由收表人选定；或请单位在退回件上改正后重报，改正后的会自动代替原来的。",
    ),
    Code(
        code="collect.older",
        severity=Severity.INFO,
        zh="同一单位另有较新的一份（{other}），这一份没有采用。",
        meaning="收表时指明一律取最新的一份，同一单位另有较新的。",
        remedy="无需处理；应以较早的一份为准的，由收表人选定那一份。",
    ),
    Code(
        code="collect.undated",
        severity=Severity.WARNING,
        zh="“{file}”的修改日期（{found}）不可信，不能据此判断哪一份最新。请问清以哪一份为准。",
        meaning="文件的修改日期在将来、在 1990 年以前，或者没有日期，多因电脑的时钟不准，或压缩时没有记下时间。",
        remedy="问清以哪一份为准，由收表人选定。",
    ),
    Code(
        code="collect.replaced",
        severity=Severity.INFO,
        zh="已由改正后的“{other}”代替。",
        meaning="单位在退回件上改正后报来，代替了这一份。",
        remedy="无需处理，原来的文件不必移走。",
    ),
    Code(
        code="collect.replaces",
        severity=Severity.INFO,
        zh="这一份是在退回件上改正的，代替了{names}。",
        meaning="单位在退回件上改正后报来，代替了原来的报表。",
        remedy="无需处理。",
    ),
    Code(
        code="collect.unchanged",
        severity=Severity.INFO,
        zh="这是退回的副本，没有改动，不另作一份报表（原来的一份是“{other}”）。",
        meaning="退回件没有改动，就又放在了报回的文件里。",
        remedy="无需处理；单位还没有改正的，请催促改正。",
    ),
    Code(
        code="collect.other_return",
        severity=Severity.ERROR,
        zh="这份表格是退回“{found}”改正的，封面上却是“{expected}”，没有计入。请“{expected}”在退回本单位的表格上改正后重报。",
        meaning="在退回另一个单位的表格上填报，封面上的单位是改过的。",
        remedy="请单位在退回本单位的表格上改正后重报。",
    ),
    Code(
        code="collect.taken",
        severity=Severity.INFO,
        zh="报来几份不同的报表，收表人已选定这一份，没有采用{names}。",
        meaning="一个单位报来几份不同的报表，收表人选定了其中一份。",
        remedy="无需处理。",
    ),
    Code(
        code="collect.passed_over",
        severity=Severity.INFO,
        zh="收表人已选定同一单位的另一份（{other}），这一份没有采用。",
        meaning="一个单位报来几份不同的报表，收表人选定了另一份。",
        remedy="无需处理；改变主意的，由收表人重新选定。",
    ),
    Code(
        code="collect.copy",
        severity=Severity.INFO,
        zh="与“{other}”内容相同，只计一次。",
        meaning="同一份报表报来两次。",
        remedy="无需处理。",
    ),
    Code(
        code="collect.stranger",
        severity=Severity.ERROR,
        zh="名册里没有这个文件的单位（代码“{found}”，名称“{name}”），没有计入。请核对名册和报表的单位代码。",
        meaning="报表写明的单位不在名册里。",
        remedy="单位代码填错的，改正后重报；漏列的单位，补进名册。",
    ),
    Code(
        code="collect.misnamed",
        severity=Severity.ERROR,
        zh="文件名或文件夹名是“{expected}”的，里面却是“{found}”的报表，没有计入。请问清是哪个单位的；只是文件名写错的，改正文件名；单位已更名的，改正名册。",
        meaning="文件名或文件夹名是一个单位的，封面是另一个单位的，不论另一个是否在名册里。",
        remedy="报错了的，请单位重报；只是文件名写错的，改正文件名；单位已更名的，改正名册。",
    ),
    Code(
        code="collect.issued",
        severity=Severity.ERROR,
        zh="这份表格是发给“{found}”的，封面上却是“{expected}”，没有计入。请“{expected}”用发给本单位的表格重报。",
        meaning="用发给另一个单位的表格填报，封面上的单位是改过的。",
        remedy="请单位用发给本单位的表格重报。",
    ),
    Code(
        code="collect.year",
        severity=Severity.ERROR,
        zh="这是 {found} 年度的报表，应为 {expected} 年度，没有计入。请用发下的 {expected} 年度表格重报。",
        meaning="报来的是上年或其他年度的报表。",
        remedy="用发下的本年度表格重新填报。",
    ),
    Code(
        code="collect.unit_code",
        severity=Severity.ERROR,
        zh="{place}是“{found}”，名册里“{unit}”的代码是“{expected}”。请改正，或核对名册。",
        meaning="报表的单位名称在名册里，单位代码却与名册不同。",
        remedy="改正报表或名册里的单位代码。",
    ),
    Code(
        code="collect.by_name",
        severity=Severity.WARNING,
        zh="报表里没有{lacking}，已按{by}认作“{unit}”。请核对。",
        meaning="报表的封面和身份信息里没有单位代码，是按单位名称或文件名认定的；名册里没有代码的，是按文件名认定的。",
        remedy="核对单位；最好用发给本单位的表格填报。",
    ),
    Code(
        code="collect.nameless",
        severity=Severity.ERROR,
        zh="报表里没有单位代码和单位名称，文件名也看不出是哪个单位的，没有计入。请问清后在封面上补填，或把文件名改为单位名称。",
        meaning="报表的封面上没有单位，文件名也看不出是哪个单位的。",
        remedy="问清是哪个单位的，在封面上补填单位代码和名称，或把文件名改为单位名称。",
    ),
    Code(
        code="collect.homonyms",
        severity=Severity.ERROR,
        zh="名册里有 {count} 个同名单位（代码 {codes}），报表里{lacking}，无法分辨“{found}”是哪一个，没有计入。"
        "请在封面上补填单位代码，或把文件放进以上级单位命名的文件夹。",
        meaning="名册里有几个单位同名，报表里没有能够分辨它们的单位代码。",
        remedy="在封面上补填单位代码；或把文件放进以上级单位命名的文件夹。最好用发给本单位的表格填报。",
    ),
    Code(
        code="collect.other_name",
        severity=Severity.CONFIRM,
        zh="单位代码是名册里“{expected}”的，封面上的名称却是“{found}”。请核对是不是同一个单位；已更名的，由收表单位改正名册。",
        meaning="报表的单位代码与名册相符，单位名称却完全不同。",
        remedy="核对是不是同一个单位；已更名的，由收表单位改正名册；报错了表的，用本单位的表格重报。",
    ),
    Code(
        code="collect.renamed",
        severity=Severity.CONFIRM,
        zh="上年没有“{expected}”的报表，上年的“{found}”可能是同一个单位，没有与它比对。请核对；是同一个单位的，把上年名册里的代码和名称改得与今年一致，再汇总一次上年。",
        meaning="单位在上年的名册里找不到，但有名称相同而代码不同、或名称相近的单位。",
        remedy="核实是不是同一个单位；是的，把上年名册里的代码和名称改得与今年一致，再汇总一次上年的报表。",
    ),
    Code(
        code="collect.same_figures",
        severity=Severity.CONFIRM,
        zh="“{unit}”的全部数字与{names}的相同。请核对是否报错了表。",
        meaning="两个单位的数字完全相同，而且不是寥寥几个数。",
        remedy="核对是否报错了表；确实相同的，书面说明。",
    ),
    Code(
        code="collect.unmarked",
        severity=Severity.INFO,
        zh="这份报表没有做成标注的退回件。请按这里列出的问题另行通知单位改正。原因：{reason}",
        meaning="标注一份报表或写出退回件时出了意外，其他报表不受影响。",
        remedy="再运行一次；仍做不出的，按列出的问题另行通知单位。",
    ),
    Code(
        code="collect.incomplete",
        severity=Severity.INFO,
        zh="“{unit}”报的数与所属单位之和不同，但{names}还没有可以计入的报表，暂不能核对。请先催报、改正。",
        meaning="上级报来的报表所含的单位没有收齐，差额可能由此而来。",
        remedy="先催报、改正所列单位的报表，再作核对。",
    ),
    Code(
        code="collect.in_use",
        severity=Severity.ERROR,
        zh="“{file}”正被别的程序打开，没有更新。请先在 Excel 里关闭，再运行一次。",
        meaning="要写的结果文件正被 Excel 等程序打开，系统不让替换或删除；其余的结果都已写出。",
        remedy="关闭那个文件，再汇总一次。",
    ),
    Code(
        code="collect.typed_over",
        severity=Severity.WARNING,
        zh="“{file}”里有 {count} 个数改动过（{names}），没有采用：汇总数只由各单位的报表相加得到。要改的，请改单位的报表。",
        meaning="有人在汇总表里改了数；重新汇总时仍由各单位的报表相加。",
        remedy="需要改数的，请单位改正报表后重新汇总。",
    ),
)
