"""Writes reports as they are published: web pages, Word documents and PDF."""
