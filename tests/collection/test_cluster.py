"""Returns are read wherever an executor says, from wherever fsspec reaches: the same comes of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import fsspec
import pytest
from distributed import Client, LocalCluster
from offices import ROSTER, YEAR, book, roster, statuses, values, write

import gkxl
from commands import gkxl_command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

A1 = values("A1", "某市财政局")
PATH = "requests.received.total"
FILES = {
    "A1.xlsx": book(A1 | {PATH: A1[PATH] + 1}),
    "补报/某市水务局.xlsx": book(values("A2", "某市水务局")),
    "B1 说明.docx": b"no workbook",
}
STATUSES = {"A1": "需改正", "A2": "通过", "B0": "未报", "B1": "无法读取", "B2": "未报"}


@pytest.fixture
def memory() -> Iterator[str]:
    system = fsspec.filesystem("memory")
    for name, content in FILES.items():
        system.pipe(f"/returns/{name}", content)
    yield "memory://returns"
    system.rm("/returns", recursive=True)


def test_addresses_are_read_by_any_executor(memory: str, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as executor:
        collection = gkxl.collect(memory, roster=roster(), year=YEAR, output=tmp_path, executor=executor)
    assert statuses(collection) == STATUSES
    assert {file.path for file in collection.files} == FILES.keys()
    assert (tmp_path / "退回" / "需改正" / "A1-某市财政局.xlsx").is_file()


@pytest.mark.parametrize("url", ["memory://nowhere", "no-such-system://x"])
def test_an_address_that_leads_nowhere_is_said_to(url: str, tmp_path: Path) -> None:
    with pytest.raises(gkxl.errors.UnreadableFileError, match=url):
        gkxl.collect(url, roster=roster(), year=YEAR, output=tmp_path)


@pytest.mark.filterwarnings("ignore")  # Dask's own
def test_a_cluster_of_two_workers_gives_what_one_computer_gives(tmp_path: Path) -> None:
    returns = write(tmp_path / "returns", FILES)
    given: dict[str, Any] = {"roster": roster(), "year": YEAR}
    alone = gkxl.collect(returns, output=tmp_path / "alone", **given)
    (tmp_path / "units.csv").write_text(ROSTER, encoding="utf-8")
    cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)  # type: ignore[no-untyped-call] # Dask is typed in part only
    with cluster:
        with Client(cluster) as client:  # type: ignore[no-untyped-call] # the same
            together = gkxl.collect(
                returns.as_uri(), output=tmp_path / "together", executor=client.get_executor(), **given
            )
        where = ("--dask", cluster.scheduler_address, "-o", tmp_path / "command")
        done = gkxl_command("collect", returns, "--roster", tmp_path / "units.csv", "--year", YEAR, *where)
    assert done.returncode == 1
    for other in (together, gkxl.Collection(tmp_path / "command")):
        assert statuses(other) == statuses(alone) == STATUSES
        assert other.values == alone.values
        assert [file.hash for file in other.files] == [file.hash for file in alone.files]
