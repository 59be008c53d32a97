"""Whatever program runs gkxl: sound files are read, or one true sentence says why not."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import venv
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from many_returns import UNITS, make

import gkxl
from city.files import as_ods
from gkxl import demo
from seeds import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE: Final = Path(__file__).parent
DONE: Final = f"{UNITS} read"

WHERE: Final = """
import sys
from many_returns import do
if __name__ == "__main__":
    folder = sys.argv[1]
"""

NOT_PYTHON: Final = f"""
import sys
sys.executable = {shutil.which("false")!r}
{WHERE}
    print(do(folder))
"""

FROZEN: Final = f"""
import sys
sys.frozen = True
{WHERE}
    print(do(folder))
"""

DAEMONIC: Final = f"""
from multiprocessing import get_context
{WHERE}
    context = get_context("spawn")
    answers = context.SimpleQueue()
    def work(): pass
    from daemonic import answered
    process = context.Process(target=answered, args=(answers, folder), daemon=True)
    process.start()
    print(answers.get())
    process.join()
"""

TWO_THREADS: Final = f"""
from concurrent.futures import ThreadPoolExecutor
{WHERE}
    main = sys.modules["__main__"]
    with ThreadPoolExecutor(2) as threads:
        found = [*threads.map(do, (folder, folder), ("甲", "乙"))]
    assert sys.modules["__main__"] is main
    assert found[0] == found[1]
    print(found[0])
"""

OUTLIVING: Final = f"""
from threading import Thread, main_thread
{WHERE}
    def work():
        main_thread().join()
        print(do(folder))
    Thread(target=work).start()
"""

MEANWHILE: Final = f"""
from threading import Thread
{WHERE}
    import gkxl.collection.processes
    Thread(target=lambda: print(do(folder))).start()
"""

HOMELESS: Final = f"""
import os, tempfile
with tempfile.TemporaryDirectory() as gone:
    os.chdir(gone)
{WHERE}
    print(do(folder))
"""


@pytest.fixture(scope="module")
def returns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The returns of sixty units, their roster, and an old workbook."""
    folder = tmp_path_factory.mktemp("hosts")
    make(folder)
    gkxl.write_workbook(demo.report(), folder / "old.xlsx")
    (folder / "old.ods").write_bytes(as_ods((folder / "old.xlsx").read_bytes()))
    (folder / "daemonic.py").write_text(
        "from many_returns import do\ndef answered(answers, folder):\n    answers.put(do(folder))\n", "utf-8"
    )
    return folder


@pytest.fixture
def folder(returns: Path) -> Path:
    """The same, with nothing collected yet."""
    for output in ("汇总", "甲", "乙"):
        shutil.rmtree(returns / output, ignore_errors=True)
    return returns


def printed(command: Iterable[object], folder: Path, *paths: Path) -> str:
    """What a program prints; it may print nothing else, and no warning."""
    found = (*paths, HERE, HERE.parents[1] / "src", folder)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, found)), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [*map(str, command)], env=environment, capture_output=True, check=False, timeout=300, encoding="utf-8"
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


@pytest.mark.parametrize(
    "program",
    [NOT_PYTHON, DAEMONIC, TWO_THREADS, OUTLIVING, MEANWHILE, HOMELESS],
    ids=["not Python", "daemonic", "threads", "after its main thread", "while that ends", "no folder"],
)
def test_other_hosts_do_what_python_does(program: str, folder: Path) -> None:
    (folder / "program.py").write_text(program, "utf-8")
    assert printed([sys.executable, "-W", "error", folder / "program.py", folder], folder) == DONE


def test_a_frozen_program_says_why_it_reads_no_old_format(folder: Path) -> None:
    """Its modules are found by no other Python; returns are read by the program itself."""
    (folder / "program.py").write_text(FROZEN, "utf-8")
    found = printed([sys.executable, "-W", "error", folder / "program.py", folder], folder)
    count, _, sentence = found.partition(" ")
    assert count == str(UNITS)
    assert "要在另一个Python进程里读取" in sentence
    assert "文件未必有问题" in sentence
    assert "已损坏" not in sentence


# The hosts themselves, which are installed for that: in `make test-all` only.

real = pytest.mark.skipif(not WHOLE, reason="the hosts themselves are run by make test-all")

SERVER: Final = """
from many_returns import do
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [do(environ["QUERY_STRING"]).encode()]
"""

TASKS: Final = """
import os
from celery import Celery
from many_returns import do
app = Celery("tasks", broker="filesystem://", backend="file://" + os.environ["RESULTS"])
folders = ("data_folder_in", "data_folder_out", "control_folder")
app.conf.broker_transport_options = dict.fromkeys(folders, os.environ["QUEUE"])
collect = app.task(name="collect")(do)
"""

ASK: Final = "import sys, tasks; print(tasks.collect.delay(sys.argv[1]).get(timeout=120))"


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of a Python that has gkxl and the hosts installed."""
    place = tmp_path_factory.mktemp("installed")
    venv.create(place, with_pip=True)
    wanted = (HERE.parents[1], "uwsgi", "pyinstaller", "celery")
    subprocess.run([place / "bin" / "python", "-m", "pip", "install", "-q", *wanted], check=True)
    return place / "bin"


@real
@pytest.mark.parametrize("threads", [(), ("--enable-threads", "--threads", "2")], ids=["one", "threads"])
def test_uwsgi(threads: tuple[str, ...], programs: Path, folder: Path) -> None:
    (folder / "server.py").write_text(SERVER, "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [programs / "uwsgi", "--http", address, "--wsgi-file", folder / "server.py", "--need-app"]
    command += ["--home", programs.parent, "--pythonpath", HERE, *threads]
    with subprocess.Popen([*map(str, command)], stderr=subprocess.DEVNULL) as server:
        try:
            found = asked_again(f"http://{address}/?{folder}")
        finally:
            server.terminate()
            server.kill()
    assert found == DONE


def asked_again(address: str) -> str:
    """What a server answers, which takes a while to start."""
    for _ in range(60):
        try:
            with urllib.request.urlopen(address, timeout=120) as answer:  # noqa: S310 (our own server)
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(address)


@real
def test_celery(programs: Path, folder: Path) -> None:
    """Its workers are daemonic."""
    (folder / "tasks.py").write_text(TASKS, "utf-8")
    places = {name: str(folder / name.lower()) for name in ("QUEUE", "RESULTS")}
    for place in places.values():
        Path(place).mkdir()
    environment = {**os.environ, **places, "PYTHONPATH": f"{HERE}{os.pathsep}{folder}"}
    command = [programs / "celery", "-A", "tasks", "worker", "-P", "prefork", "-c", "1"]
    with subprocess.Popen([*map(str, command)], env=environment, stderr=subprocess.DEVNULL) as worker:
        try:
            ask = [programs / "python", "-c", ASK, folder]
            done = subprocess.run(
                [*map(str, ask)], env=environment, capture_output=True, check=True, text=True
            )
        finally:
            worker.terminate()
    assert done.stdout.strip() == DONE


@real
def test_pyinstaller(programs: Path, folder: Path) -> None:
    command = [
        programs / "pyinstaller",
        "--log-level",
        "ERROR",
        "--collect-all",
        "gkxl",
        HERE / "many_returns.py",
    ]
    subprocess.run([*map(str, command)], cwd=folder, check=True, env={**os.environ, "PYTHONPATH": ""})
    count, _, sentence = printed(
        [folder / "dist" / "many_returns" / "many_returns", folder], folder
    ).partition(" ")
    assert count == str(UNITS)
    assert "文件未必有问题" in sentence
