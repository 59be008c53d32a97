"""Reports out, as they are published: web pages, Word documents and PDF."""

from gkxl.publish.docx import write_docx
from gkxl.publish.html import to_html, write_html
from gkxl.publish.pdf import write_pdf

__all__ = ["to_html", "write_docx", "write_html", "write_pdf"]
