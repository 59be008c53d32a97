"""The service of ``examples/service.py``: a return goes up, its verdict and its marked copy come back."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

import gkxl
from published import as_numbers
from workbooks import workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES: Final = Path(__file__).parents[1] / "examples"

REPORT: Final = gkxl.from_dict(as_numbers("suqian-2024"))
WRONG: Final = workbook(gkxl.with_value(REPORT, "requests.received.total", 3526))


class Service:
    """The service as it runs.

    Attributes:
        address: Where it listens.
        temporary: The folder that is its place for temporary files.
    """

    def __init__(self, address: str, temporary: Path) -> None:
        self.address = address
        self.temporary = temporary

    def ask(self, path: str, data: bytes | None = None) -> tuple[int, bytes]:
        """The status and the content of an answer."""
        request = urllib.request.Request(f"{self.address}{path}", data)  # noqa: S310 (our own address)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 (our own address)
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    def json(self, path: str, data: bytes | None = None) -> tuple[int, Any]:
        """The status of an answer, and what its JSON holds."""
        status, content = self.ask(path, data)
        return status, json.loads(content)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    temporary = tmp_path_factory.mktemp("temporary")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["-X", "utf8", "-m", "uvicorn", "service:app", "--port", str(port), "--log-level", "warning"]
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(Path(gkxl.__file__).parents[1])}
    process = subprocess.Popen([sys.executable, *command, "--app-dir", str(EXAMPLES)], env=environment)
    made = Service(f"http://127.0.0.1:{port}", temporary)
    try:
        _wait(made)
        yield made
    finally:
        process.terminate()
        process.wait(20)


def _wait(made: Service) -> None:
    for _ in range(300):
        with suppress(OSError):
            made.ask("/openapi.json")
            return
        time.sleep(0.1)
    pytest.fail("the service does not answer")


def test_it_is_short() -> None:
    assert len((EXAMPLES / "service.py").read_text(encoding="utf-8").splitlines()) < 60


def test_a_return_goes_up_and_its_verdict_and_its_marked_copy_come_back(service: Service) -> None:
    status, verdict = service.json("/check", WRONG)
    assert status == 200
    assert verdict == gkxl.to_dict(gkxl.read(WRONG))
    assert verdict["verdict"]["zh"] == "需改正"
    status, copy = service.ask(f"/mark?office={urllib.parse.quote('某市政务公开办')}", WRONG)
    assert status == 200
    assert gkxl.read(copy).copied
    assert gkxl.read(copy).values["requests.received.total"] == 3525
    assert not [*service.temporary.iterdir()]


def test_english_is_asked_for(service: Service) -> None:
    _, verdict = service.json("/check?lang=en", WRONG)
    assert "3526" in verdict["issues"][0]["message"]
    assert service.json("/check?lang=fr", WRONG)[0] == 422


def test_a_template_comes_down(service: Service) -> None:
    status, blank = service.ask("/template?year=2024&unit=A")
    assert (status, gkxl.read(blank).values["cover.unit"]) == (200, "A")
    status, refusal = service.json("/template?year=1999")
    assert (status, refusal["error"][:10]) == (422, "没有适用于 1999")


@pytest.mark.parametrize("data", [b"", b"nothing", b"PK\x03\x04", WRONG[:5000]])
def test_what_is_no_return_is_one_sentence(data: bytes, service: Service) -> None:
    status, refusal = service.json("/check", data)
    assert status == 422
    assert refusal["error"].endswith("。")
    assert refusal["error_en"]


def test_an_upload_that_is_too_large_is_cut_off(service: Service) -> None:
    size = gkxl.Limits().file_bytes + 1
    with suppress(OSError):  # it may hang up before all was sent
        assert service.ask("/check", bytes(size))[0] == 413
    assert service.ask("/check", WRONG)[0] == 200


def test_many_ask_at_once(service: Service) -> None:
    good = workbook(REPORT)
    with ThreadPoolExecutor(8) as threads:
        found = [*threads.map(lambda data: service.json("/check", data), [WRONG, good] * 8)]
    assert [made["ok"] for _, made in found] == [False, True] * 8
