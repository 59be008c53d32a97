"""Reads published reports of anyone: web pages, Word documents and PDF."""
