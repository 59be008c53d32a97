"""Finds and reads the files that arrive: below a folder, in zips and mails, or at an address."""
