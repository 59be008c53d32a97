"""The issues of a register of applications. None says what a cell holds: it may be a name."""

from __future__ import annotations

from typing import Final

from gkxl.issues.catalogue.code import Code, Severity

REGISTER: Final = (
    Code(
        code="register.salvaged",
        severity=Severity.WARNING,
        zh="这不是本软件发下的登记簿，各列是按表头认定的，请核对认得对不对。",
        meaning="登记簿是单位自己的台账，或者已经丢失了身份信息：列被换过、删过的，看不出来。",
        remedy="看一看各列的表头和内容是否一致；一致的，无需处理。",
    ),
    Code(
        code="register.sheet",
        severity=Severity.WARNING,
        zh="没有找到“{name}”表，这部分按没有发生计。",
        meaning="登记簿里少了一张表，或者它的表头认不出来。",
        remedy="有争议案件的，补上“争议”表；没有的，无需处理。",
    ),
    Code(
        code="register.copied",
        severity=Severity.WARNING,
        zh="{place}所在的表也像登记簿，没有读取。请把要计数的行都放在一张表里。",
        meaning="一个文件里有两张以上带有登记簿表头的表，只读取了其中一张。",
        remedy="把要计数的行都放在“申请”表里，删去多余的表。",
    ),
    Code(
        code="register.missing",
        severity=Severity.ERROR,
        zh="{place}没有找到这一列的表头。请恢复表头，或把这一列补上。",
        meaning="登记簿里少了一列，或者它的表头被改掉了。",
        remedy="恢复原来的表头，或换用原来发下的登记簿。",
    ),
    Code(
        code="register.unread",
        severity=Severity.ERROR,
        zh="{place}的表头和原来的位置、名称对不上，这一列没有读取。请核对表头是不是写错了列。",
        meaning="表头被换过，或者同一个表头出现了两次，不能确定这一列是什么。",
        remedy="恢复原来的表头，或换用原来发下的登记簿。",
    ),
    Code(
        code="register.moved",
        severity=Severity.WARNING,
        zh="{place}不在原来的位置，按表头读取。请核对这一列的内容。",
        meaning="登记簿的列被移动过，或者表头被改写过。",
        remedy="看一看这一列的内容和表头是否一致；一致的，无需处理。",
    ),
    Code(
        code="register.ignored",
        severity=Severity.WARNING,
        zh="{place}起有内容，但这一列不是登记簿的列，没有读取。",
        meaning="登记簿的各列以外还填了内容。",
        remedy="与计数无关的，无需处理；应当登记的，填到相应的列里。",
    ),
    Code(
        code="register.below",
        severity=Severity.WARNING,
        zh="{place}起的一行填在登记区以下，已照常读取和计数，但“计数”表没有包括它。请换用行数更多的登记簿。",
        meaning="登记簿的行数不够，有的行填到了预留的行以下。",
        remedy="换用行数更多的登记簿，把各行复制过去。",
    ),
    Code(
        code="register.unreadable",
        severity=Severity.ERROR,
        zh="{place}{why}，没有读取。请直接填写内容。",
        meaning="登记簿里的一格读不出来。",
        remedy="取消合并，去掉公式，直接填写日期或文字。",
    ),
    Code(
        code="register.read_as",
        severity=Severity.WARNING,
        zh="{place}{why}。请核对。",
        meaning="登记簿里的一格读出来了，但与填的写法不完全一样。",
        remedy="看一看读得对不对；最好改成规定的写法。",
    ),
    Code(
        code="register.no_day",
        severity=Severity.ERROR,
        zh="{place}不是一个确定的日期，或不在 2000 年至 2099 年之间。请填写日期，如 2026-3-5。",
        meaning="日期一格填的不是日期，缺年份，或者是 1900 年前后的日期（多半是把数字填进了日期格）。",
        remedy="填写带年份的日期，如 2026-3-5。",
    ),
    Code(
        code="register.unlisted",
        severity=Severity.ERROR,
        zh="{place}填的不是列表中的词。请从下拉列表中选择。",
        meaning="申请人类别、办理结果等填的不是列表中的词，不知道应当计入哪一格。",
        remedy="从下拉列表中选择。",
    ),
    Code(
        code="register.blank",
        severity=Severity.ERROR,
        zh="{place}没有填写。这一行已经使用，这一格必填。",
        meaning="已经使用的一行里，带 ★ 的一格空着。",
        remedy="补填；这一行作废的，把整行清空。",
    ),
    Code(
        code="register.duplicate",
        severity=Severity.ERROR,
        zh="{place}与{first}的编号相同。请删去重复的一行，或改正编号。",
        meaning="两行的编号相同：同一件申请登记了两次，或者编号写错了。",
        remedy="同一件的，删去一行；不是同一件的，改正编号。",
    ),
    Code(
        code="register.late",
        severity=Severity.ERROR,
        zh="{place}的年份不对：登记簿是 {year} 年度的。请核对。",
        meaning="收到、受理日期在本年度以后，或者其他日期晚于下一年。",
        remedy="改正日期；是下一年收到的，登记到下一年的登记簿里。",
    ),
    Code(
        code="register.other_year",
        severity=Severity.CONFIRM,
        zh="{place}在 {year} 年以前，这一行在本年度不计数。请核对日期。",
        meaning="以前年度已经办结的一行，还在本年度的登记簿里。",
        remedy="日期写错的，改正；确已在以前年度办结的，可以删去这一行。",
    ),
    Code(
        code="register.order",
        severity=Severity.ERROR,
        zh="{place}早于“{start}”。请核对这两个日期。",
        meaning="办结等日期早于收到日期，或者结案日期早于受理日期。",
        remedy="改正写错的日期。",
    ),
    Code(
        code="register.unfinished",
        severity=Severity.ERROR,
        zh="{place}没有填写，而“{there}”已经填了。两样要么都填，要么都不填。",
        meaning="有办结日期没有办理结果，或者有结果没有日期；这样的一行按没有办结计。",
        remedy="补填缺的一样；还没有办结的，两样都不填。",
    ),
    Code(
        code="register.unfounded",
        severity=Severity.CONFIRM,
        zh="{place}没有填写，而办理结果是“{outcome}”。请核对结果，或补填日期。",
        meaning="有的办理结果要有一定的经过：逾期不补正要有补正通知，补正后仍不明确要收到过补正，逾期不缴费要有收费通知，保护第三方要征求过意见。",
        remedy="结果选错的，改正；有这个经过的，补填日期；依法不需要的，属实即可。",
    ),
    Code(
        code="register.reason",
        severity=Severity.ERROR,
        zh="{place}没有填写，而办理结果是“{outcome}”。请选是哪一种情形。",
        meaning="办理结果是“其他”的，没有写明是撤回、咨询、并入他件，还是其他。",
        remedy="从列表中选择；能归入别的结果的，改选那个结果。",
    ),
    Code(
        code="register.repeated",
        severity=Severity.CONFIRM,
        zh="{place}是重复申请，但登记簿里没有同一申请人（没有写申请人的，同一类别）更早的申请。请核对。",
        meaning="按“重复申请”办结的，登记簿里找不到更早的一件；它可能在以前年度的登记簿里。",
        remedy="结果选错的，改正；更早的申请在以前年度的，属实即可。",
    ),
    Code(
        code="register.case",
        severity=Severity.CONFIRM,
        zh="{place}没有写明由登记簿里的哪件申请引起。请写它的申请编号；不是由申请引起的，写“不涉及申请”。",
        meaning="争议案件没有对应的申请，或者申请编号与“申请”表里的都不同；它可能由以前年度的申请引起。",
        remedy="改正申请编号；由以前年度的申请引起的，属实即可。",
    ),
    Code(
        code="register.direct",
        severity=Severity.CONFIRM,
        zh="{place}是未经复议直接起诉，而它的申请（{rows}）的办理结果是不予公开。这种情形自 2024 年起应当先申请行政复议，请核对。",
        meaning="行政复议法（2023 年修订）第二十三条规定，申请政府信息公开，行政机关不予公开的，应当先申请行政复议。",
        remedy="核对途径和办理结果；属实的，无需改动。",
    ),
    Code(
        code="register.opening",
        severity=Severity.CONFIRM,
        zh="{place}登记了 {found} 件，上年结转下年度的是 {expected} 件。登记簿里的：{rows}；上年登记簿里有、这里没有的：{lost}。请核对。",
        meaning="按登记簿计出的上年结转，与上年报告或上年登记簿的结转下年度不一致。",
        remedy="补登漏掉的，改正类别或日期；上年报告错了的，写明情况。",
    ),
)
"""Every issue of a register, by how much of it is concerned: the file, a column, a cell, a row, two years."""
