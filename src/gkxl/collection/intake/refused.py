"""Files among the returns that cannot be opened; each is listed with the reason."""

from __future__ import annotations

from attrs import frozen

from gkxl.errors import UnreadableFileError


@frozen(kw_only=True)
class RefusedFile:
    """A zip, mail or link that is not opened.

    Attributes:
        name: Its path below the folder.
        size: Its bytes.
        stamp: When it was last changed, in UTC.
        reason: Why it is not opened, and what to do.
        reason_en: The same in English.
    """

    name: str
    size: int
    stamp: str
    reason: str
    reason_en: str

    def load(self) -> bytes:
        """Give the reason.

        Raises:
            UnreadableFileError: Always.
        """
        raise UnreadableFileError(self.reason, self.reason_en)
