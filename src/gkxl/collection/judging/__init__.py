"""Decides what becomes of every unit and file: whose a file is, which of several counts, what is added up."""
