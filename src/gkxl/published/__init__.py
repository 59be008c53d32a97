"""Published reports in: web pages, Word documents and PDF of anyone."""

from gkxl.published.reader import read_published

__all__ = ["read_published"]
