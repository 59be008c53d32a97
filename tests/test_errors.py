"""What the system has against a file is said in Chinese, in whatever language the system speaks."""

from __future__ import annotations

import errno
import pickle
import re

import pytest

from gkxl.errors import FileInUseError, LimitError, WriteError, describe_error, describe_system_error

NUMBERS = [
    "EACCES",
    "EDQUOT",
    "EFBIG",
    "EIO",
    "EMFILE",
    "ENAMETOOLONG",
    "ENOENT",
    "ENOSPC",
    "EROFS",
    "ESTALE",
]


@pytest.mark.parametrize("name", NUMBERS)
def test_every_common_reason_has_its_own_words(name: str) -> None:
    zh, en = describe_system_error(OSError(getattr(errno, name), "No such thing in Klingon"))
    others = {describe_system_error(OSError(getattr(errno, other), "")) for other in NUMBERS if other != name}
    assert (zh, en) not in others
    assert not re.search("[A-Za-z]", zh)
    assert zh != describe_system_error(OSError())[0]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FileNotFoundError(), "不存在"),
        (PermissionError("denied"), "没有权限"),
        (IsADirectoryError(), "它是一个文件夹"),
        (TimeoutError("timed out"), "没有响应"),
        (ConnectionResetError(), "没有响应"),
    ],
)
def test_an_error_without_a_number_is_known_by_its_kind(error: OSError, said: str) -> None:
    assert said in describe_system_error(error)[0]


@pytest.mark.parametrize("error", [OSError("disk on fire"), OSError(99_999, "disk on fire"), OSError()])
def test_words_of_the_system_are_not_handed_on(error: OSError) -> None:
    zh, en = describe_error(error)
    assert zh.endswith("。")
    assert "fire" not in zh + en


def test_the_file_is_named_where_the_system_names_it() -> None:
    zh, _ = describe_error(OSError(errno.ENOSPC, "No space left on device", "甲.xlsx"))
    assert zh == "“甲.xlsx”无法读写：磁盘已满。"


def test_a_file_in_use_says_what_to_do() -> None:
    error = FileInUseError("汇总.xlsx")
    assert isinstance(error, WriteError)
    assert "“汇总.xlsx”" in error.zh
    assert "先在 Excel 里关闭" in error.zh


def test_an_error_keeps_its_facts_on_its_way_from_another_process() -> None:
    error = LimitError(10, 1_000, "“{name}”内的文件数", name="{甲}.zip")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
    assert type(again) is LimitError
    assert (str(again), again.en, again.facts) == (error.zh, error.en, error.facts)
    assert again.en.startswith("The number of files in '{甲}.zip' is 1,000")


@pytest.mark.parametrize("name", ["文件的字节数", "XML 元素总数", "PDF 的页数"])
def test_a_limit_asks_only_for_what_a_clerk_can_do(name: str) -> None:
    error = LimitError(10, 1_000, name)
    assert error.zh.startswith(f"{name}为 1,000，超过上限 10，")
    assert "分成几份" in error.zh
    assert "split" in error.en
    assert not re.search("调高|raise", error.zh + error.en)
