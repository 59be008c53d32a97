"""The official forms, one module for each notice."""

from __future__ import annotations

import copyreg
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib import import_module
from threading import RLock
from typing import TYPE_CHECKING, Final

from attrs import evolve

from gkxl.arguments import checked
from gkxl.errors import ExtensionError, UnknownEditionError
from gkxl.forms import e2021
from gkxl.forms.common import ANNUAL_REPORT
from gkxl.forms.edition import Edition, Extension, find_installed
from gkxl.issues.catalogue import CODES as CODES
from gkxl.issues.catalogue.code import Registry
from gkxl.model.outline import cells, sums
from gkxl.text import Sentence, add_english, legible

if TYPE_CHECKING:
    from gkxl.forms.edition import AnyReport, FormKind
    from gkxl.issues.catalogue import Code


def _edition_2019() -> Edition:
    from gkxl.forms import e2019  # noqa: PLC0415 (hardly any return is one of 2019 or 2020)

    return e2019.EDITION


EDITIONS: Registry[Edition] = Registry({"2021": e2021.EDITION}, later={"2019": _edition_2019})
"""Every edition of every kind of form by its name, those of extensions included."""

USUAL_KIND: Final[FormKind] = ANNUAL_REPORT
"""The kind of form that is meant where none is named."""


def editions_of(kind: FormKind = USUAL_KIND) -> tuple[Edition, ...]:
    """Every edition of a kind of form, local ones included."""
    return tuple(edition for edition in EDITIONS.values() if edition.kind is kind)


def _official_editions(kind: FormKind) -> Iterator[Edition]:
    return (edition for edition in _latest_first() if edition.kind is kind and not edition.local)


def _latest_first() -> Iterator[Edition]:
    return (EDITIONS[name] for name in reversed([*EDITIONS]))


@checked
def edition_for(year: int, kind: FormKind = USUAL_KIND, *, edition: Edition | str | None = None) -> Edition:
    """The edition that reports of a year are filed in.

    Args:
        year: The report year.
        kind: The kind of form; the annual report if left out.
        edition: The edition that is wanted, or its name, of whatever kind: a local one has to be named.

    Raises:
        UnknownEditionError: No edition of the form covers that year, or the one that is wanted does not.
    """
    if edition is not None:
        return _covering(find_edition(edition), year)
    for official in _official_editions(kind):
        if official.covers(year):
            return official
    first = min(official.first_year for official in _official_editions(kind))
    raise UnknownEditionError(
        "没有适用于 {year} 年度的报告格式：本软件支持 {first} 年及以后的{kind}。",
        year=year,
        first=first,
        kind=kind.name,
    )


def _covering(edition: Edition, year: int) -> Edition:
    if edition.covers(year):
        return edition
    raise UnknownEditionError(
        "“{name}”这一版格式不适用于 {year} 年度（适用年度：{years}）。",
        name=edition.name,
        year=year,
        years=f"{edition.first_year}—{edition.last_year or ''}",
    )


def newest_edition(kind: FormKind = USUAL_KIND) -> Edition:
    """The edition in force: that of the latest notice."""
    return max(_official_editions(kind), key=lambda edition: edition.first_year)


# Excel: the message of a validation has at most 255 characters, and the usual words come with it
LONGEST_PROMPT: Final = 100
"""Characters of a further prompt."""

_QUOTED: Final = 40
"""Characters of a name that are repeated where there is no edition of it."""


def edition_named(name: str) -> Edition:
    """The edition of that name.

    Raises:
        UnknownEditionError: There is none.
    """
    if name in EDITIONS:
        return EDITIONS[name]
    name = legible(name if len(name) <= _QUOTED else f"{name[:_QUOTED]}……")
    raise UnknownEditionError("没有名为“{name}”的报告格式，可用的有：{known}。", name=name, known=[*EDITIONS])


def _edition_elsewhere(name: str, extensions: Iterable[str]) -> Edition:
    """The edition of that name in another process, which may not know the extensions yet."""
    for extension in extensions:
        extend(extension)
    return edition_named(name)


# An edition holds functions, which cannot be sent to another process; its name can.
copyreg.pickle(Edition, lambda one: (_edition_elsewhere, (one.name, known_extensions() or ())))


def find_edition(edition: Edition | str | type[AnyReport]) -> Edition:
    """The edition that is meant by itself, by its name, or by the class of its reports.

    Raises:
        UnknownEditionError: There is none.
    """
    if isinstance(edition, type):
        found = next((known for known in _latest_first() if known.form is edition), None)
        return found or edition_named(edition.__name__)
    return edition_named(edition) if isinstance(edition, str) else edition


def edition_of(report: object) -> Edition:
    """The edition that a report is an instance of.

    Raises:
        UnknownEditionError: It is not a report of any edition.
    """
    for edition in _latest_first():
        if type(report) is edition.form:
            return edition
    template = "不是{kinds}对象：{name}。"
    if hasattr(type(report), "report"):
        template = "不是{kinds}对象：{name}。它读出的报告是 .report。"
    name = report.__name__ if isinstance(report, type) else type(report).__name__
    raise UnknownEditionError(template, kinds=names_of_kinds(), name=name)


def names_of_kinds() -> str:
    """What messages call reports of whatever kind, in Chinese."""
    kinds = dict.fromkeys(edition.kind for edition in EDITIONS.values())
    return "或".join(kind.name.zh for kind in kinds)


_EXTENSIONS: Final[dict[str, Extension]] = {}
_LOCK: Final = RLock()
_LOADING: Final[list[bool]] = []


@checked
def extend(extension: Extension | str) -> None:
    """Make an extension known: its editions can be named everywhere, its checks and prompts are used.

    Processes that gkxl starts know it as well, if it is in a module that can be imported there; else the
    work is done in this process. One that is known already is left as it is.

    Args:
        extension: The extension, or where it is, such as ``"hubei_form:EXTENSION"``.

    Raises:
        ExtensionError: It cannot be imported, another has its name, or a part of it is wrong.
    """
    found = _import_extension(extension) if isinstance(extension, str) else extension
    with _LOCK:
        if _EXTENSIONS.get(found.name) is found:
            return
        codes, editions = _extended(found)
        add_english(found.english)
        CODES.known.update(codes)
        EDITIONS.known.update(editions)
        _EXTENSIONS[found.name] = found


def _import_extension(where: str) -> Extension:
    """The extension in a module.

    Raises:
        ExtensionError: The module cannot be imported, or has none.
    """
    module, _, name = where.partition(":")
    try:
        found = getattr(import_module(module), name)
    except Exception as error:
        raise _refuse(where, "无法导入（{error}）", error=repr(error)) from error
    if not isinstance(found, Extension):
        raise _refuse(where, "那里不是 gkxl.Extension")
    return found


def _refuse(name: str, template: str, **facts: object) -> ExtensionError:
    return ExtensionError(
        "扩展“{name}”不能用：{why}。请改正或更新它，或卸载带来它的包。",
        name=name,
        why=Sentence(template, facts),
    )


def _extended(extension: Extension) -> tuple[dict[str, Code], dict[str, Edition]]:
    """What an extension adds to the codes and the editions, or puts in the place of editions.

    Raises:
        ExtensionError: A part of it is wrong.
    """
    name, known = extension.name, EDITIONS.names
    codes = {code.code: code for code in extension.codes}
    own = {edition.name: edition for edition in extension.editions}
    taken = [*(codes.keys() & CODES.known), *(own.keys() & {*known}), *({name} & _EXTENSIONS.keys())]
    if taken:
        raise _refuse(name, "名称“{taken}”已有别的用它", taken=taken[0])
    for edition in own.values():
        _check_edition(name, edition, {*codes, *CODES.known})
    touched = [*dict.fromkeys((*extension.checks, *extension.prompts))]
    changed = {one: _change_edition(extension, one, own) for one in touched}
    return codes, {**own, **changed}


def _change_edition(extension: Extension, name: str, own: Mapping[str, Edition]) -> Edition:
    """An edition, of the extension's own or known before, with the checks and prompts of the extension."""
    if name not in own and name not in EDITIONS.names:
        raise _refuse(extension.name, "没有“{edition}”这一版格式", edition=name)
    edition = own[name] if name in own else EDITIONS.known_as(name)
    prompts = extension.prompts.get(name, {})
    paths = {cell.path for cell in cells(edition.form)}
    for path, text in prompts.items():
        if path not in paths or len(text) > LONGEST_PROMPT:
            raise _refuse(
                extension.name,
                "“{path}”没有这一格，或它的提示超过 {most} 个字",
                path=path,
                most=LONGEST_PROMPT,
            )
    return evolve(
        edition,
        checks=(*edition.checks, *extension.checks.get(name, ())),
        prompts=(*edition.prompts, *prompts.items()),
    )


def _check_edition(extension: str, edition: Edition, codes: Collection[str]) -> None:
    """Look at all that a form and its rules are made of.

    Raises:
        ExtensionError: A part of it is wrong.
    """
    try:
        marked = [found.mark.code for found in sums(edition.form)]
        paths = {cell.path for cell in cells(edition.form)}
    except Exception as error:
        raise _refuse(
            extension, "格式“{edition}”写得不对（{error}）", edition=edition.name, error=repr(error)
        ) from error
    roles = edition.roles
    wanted = {roles.unit, roles.unit_code, roles.year, *filter(None, (roles.level,))}
    marked += [*(one.code for one in edition.balances), *(one.code for one in edition.expectations)]
    missing = [*(wanted - paths), *({*marked} - {*codes})]
    if missing:
        raise _refuse(
            extension,
            "格式“{edition}”没有它的规则或封面要用的“{what}”",
            edition=edition.name,
            what=missing[0],
        )


def load_installed() -> None:
    """Register the extensions of all packages that are installed, once.

    Raises:
        ExtensionError: One of them cannot be used.
    """
    with _LOCK:  # other threads wait until all are there
        if not _LOADING:  # an extension looks at the editions while it is imported
            _LOADING.append(True)
            try:
                for where in find_installed():
                    extend(where)
                EDITIONS.load = CODES.load = lambda: None
            finally:
                _LOADING.clear()


EDITIONS.load = CODES.load = load_installed


def known_extensions() -> tuple[str, ...] | None:
    """Where the known extensions are, for another process to know them; None if one has no such place."""
    found = [extension.home for extension in _EXTENSIONS.values()]
    return None if "" in found else tuple(found)
