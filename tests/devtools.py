"""Chromium without a window, driven by the DevTools protocol over a pipe, as a person would use a page."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
from contextlib import closing, contextmanager
from mmap import PAGESIZE
from pathlib import Path
from select import select
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE: Final = 60
"""So many seconds the browser may be silent while it is waited for."""

_FIRST: Final = 10
"""File numbers from here on are free in the child, which reads from 3 and writes to 4."""

_COMPLAINTS: Final = ("Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled")


class Tab:
    """A page in the browser.

    Attributes:
        complaints: What stood on its console.
        requests: The addresses that it asked for.
    """

    def __init__(self, reads: int, writes: int) -> None:
        self._reads, self._writes = reads, writes
        self._read = b""
        self._number = 0
        self._session: str | None = None
        self._loaded = False
        self.complaints: list[Any] = []
        self.requests: list[str] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = session["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 (what the protocol takes)
        """What the browser answers to a command."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        where = {"sessionId": self._session} if self._session else {}
        left = memoryview(json.dumps({**message, **where}).encode() + b"\0")
        while left:
            left = left[os.write(self._writes, left) :]
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    def _next(self) -> dict[str, Any]:
        """The next message; what it tells of the page is kept."""
        while b"\0" not in self._read:
            assert select([self._reads], [], [], PATIENCE)[0], "the browser does not answer"
            came = os.read(self._reads, 1 << 16)
            assert came, "the browser has gone"
            self._read += came
        first, _, self._read = self._read.partition(b"\0")
        message: dict[str, Any] = json.loads(first)
        method = message.get("method")
        if method in _COMPLAINTS:
            self.complaints.append(message["params"])
        if method == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        self._loaded = self._loaded or method == "Page.loadEventFired"
        return message

    def ask_browser(self, method: str) -> dict[str, Any]:
        """What the browser answers to a command that is no matter of a page."""
        session, self._session = self._session, None
        try:
            return self.send(method)
        finally:
            self._session = session

    def megabytes(self) -> float:
        """The memory of the largest page of this browser, with its workers, as Linux tells."""
        processes = self.ask_browser("SystemInfo.getProcessInfo")["processInfo"]
        pages = (Path(f"/proc/{one['id']}/statm") for one in processes if one["type"] == "renderer")
        return max(int(page.read_text().split()[1]) for page in pages) * PAGESIZE / (1 << 20)

    def close(self) -> None:
        """Close the browser."""
        self.ask_browser("Browser.close")
        os.close(self._reads)
        os.close(self._writes)

    def open(self, path: Path) -> None:
        """Load a file."""
        self._loaded = False
        self.send("Page.navigate", url=path.as_uri())
        while not self._loaded:
            self._next()

    def ask(self, script: str) -> Any:  # noqa: ANN401 (whatever the script gives)
        """What a script gives in the page, promises awaited, as if a person had set it off."""
        given = self.send(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True, userGesture=True
        )
        assert "exceptionDetails" not in given, given["exceptionDetails"]
        return given["result"].get("value")

    def size(self, width: int, height: int = 900) -> None:
        """Make the window so large, in pixels."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def prefer(self, scheme: str) -> None:
        """Prefer ``light`` or ``dark`` colours."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.send("Emulation.setEmulatedMedia", features=features)

    def cut_off(self, *, offline: bool = True) -> None:
        """Cut the network off, or give it back."""
        rates = {"downloadThroughput": -1, "uploadThroughput": -1}
        self.send("Network.emulateNetworkConditions", offline=offline, latency=0, **rates)

    def press(self, key: str) -> None:
        """Press a key such as ``Tab`` or ``Enter``."""
        code = {"Tab": 9, "Enter": 13, "Escape": 27}[key]
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **text)

    def type(self, text: str) -> None:
        """Type where the focus is."""
        self.send("Input.insertText", text=text)

    def until(self, condition: str, seconds: float = PATIENCE) -> None:
        """Wait until a script gives something true, for as long as anyone would wait."""
        end = monotonic() + seconds
        while not self.ask(f"!!({condition})"):
            assert monotonic() < end, condition
            sleep(0.05)

    def choose(self, element: str, *files: Path) -> None:
        """Choose files with the button that a script gives."""
        button = self.send("Runtime.evaluate", expression=element)["result"]["objectId"]
        self.send("DOM.setFileInputFiles", files=list(map(str, files)), objectId=button)

    def drop(self, element: str, *files: Path) -> None:
        """Drop files on the middle of the element that a script gives."""
        box = f"{element}.scrollIntoView({{block: 'center'}}), {element}.getBoundingClientRect().toJSON()"
        at = self.ask(box)
        where = {"x": at["x"] + at["width"] / 2, "y": at["y"] + at["height"] / 2}
        data = {"items": [], "files": list(map(str, files)), "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self.send("Input.dispatchDragEvent", type=kind, data=data, **where)

    def keep_downloads(self, folder: Path) -> None:
        """Keep what the page offers for download in a folder."""
        self.send("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))


@contextmanager
def browsing(chromium: str, profile: Path) -> Iterator[Tab]:
    """A tab of a browser of its own."""
    (here_reads, child_writes), (child_reads, here_writes) = os.pipe(), os.pipe()
    high_reads, high_writes = (
        fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, _FIRST) for number in (child_reads, child_writes)
    )

    def at_three_and_four() -> None:
        os.dup2(high_reads, 3)
        os.dup2(high_writes, 4)

    child = subprocess.Popen(
        [chromium, "--headless", "--no-sandbox", "--remote-debugging-pipe", f"--user-data-dir={profile}"],
        preexec_fn=at_three_and_four,  # noqa: PLW1509 (two system calls; nothing else can place files there)
        close_fds=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for number in (child_reads, child_writes, high_reads, high_writes):
        os.close(number)
    try:
        with closing(Tab(here_reads, here_writes)) as tab:
            yield tab
    finally:
        child.kill()
        child.wait()
