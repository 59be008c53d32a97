"""The tables of a store, as SQLite keeps them; ``docs/collection.md`` describes each column."""

from __future__ import annotations

from typing import Final

VERSION: Final = "3"
"""Raised when a store of an earlier version cannot be used any more."""

SCHEMA: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE units (
  key TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  level TEXT NOT NULL,
  parent TEXT NOT NULL,
  contains INTEGER NOT NULL,
  extra TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT '未报',
  file INTEGER REFERENCES files (id),
  counted INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE files (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  size INTEGER NOT NULL,
  stamp TEXT NOT NULL,
  hash TEXT NOT NULL,
  edition TEXT NOT NULL,
  year INTEGER,
  unit_code TEXT NOT NULL,
  issued_to TEXT NOT NULL,
  unit_name TEXT NOT NULL,
  producer TEXT NOT NULL,
  content TEXT NOT NULL,
  figures TEXT NOT NULL,
  complete INTEGER NOT NULL,
  answers TEXT NOT NULL,
  unchanged INTEGER NOT NULL,
  current INTEGER NOT NULL DEFAULT 1,
  unit TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL DEFAULT '',
  accepted INTEGER NOT NULL DEFAULT 0,
  UNIQUE (path, hash)
);

CREATE TABLE paths (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, label TEXT NOT NULL);

CREATE TABLE places (
  id INTEGER PRIMARY KEY,
  sheet TEXT NOT NULL,
  cell TEXT NOT NULL,
  UNIQUE (sheet, cell)
);

CREATE TABLE contents (
  file INTEGER NOT NULL REFERENCES files (id),
  path INTEGER NOT NULL REFERENCES paths (id),
  place INTEGER REFERENCES places (id),
  value,
  PRIMARY KEY (file, path)
) WITHOUT ROWID;

CREATE VIEW cells AS
SELECT contents.file, paths.path, paths.label, places.sheet, places.cell, contents.value
FROM contents JOIN paths ON paths.id = contents.path LEFT JOIN places ON places.id = contents.place;

CREATE TABLE issues (
  id INTEGER PRIMARY KEY,
  file INTEGER REFERENCES files (id),
  unit TEXT,
  code TEXT NOT NULL,
  severity TEXT NOT NULL,
  path TEXT NOT NULL,
  label TEXT NOT NULL,
  sheet TEXT NOT NULL,
  cell TEXT NOT NULL,
  message TEXT NOT NULL,
  explanation TEXT NOT NULL,
  acceptance TEXT NOT NULL DEFAULT '',
  facts TEXT NOT NULL,
  open INTEGER NOT NULL DEFAULT 0,
  replaced INTEGER REFERENCES files (id)
);
CREATE INDEX issues_replaced ON issues (replaced);
CREATE INDEX issues_of_files ON issues (file);
CREATE INDEX issues_of_units ON issues (unit);

CREATE TABLE explanations (
  file INTEGER NOT NULL REFERENCES files (id),
  code TEXT NOT NULL,
  path TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (file, code, path)
) WITHOUT ROWID;

CREATE TABLE takes (
  unit TEXT NOT NULL,
  passed_over TEXT NOT NULL,
  taken TEXT NOT NULL,
  PRIMARY KEY (unit, passed_over)
) WITHOUT ROWID;

CREATE TABLE consolidated (
  path INTEGER PRIMARY KEY REFERENCES paths (id),
  value NOT NULL
);

CREATE TABLE acceptances (
  id INTEGER PRIMARY KEY,
  unit TEXT NOT NULL,
  code TEXT NOT NULL,
  path TEXT NOT NULL,
  figures TEXT NOT NULL,
  who TEXT NOT NULL,
  day TEXT NOT NULL,
  why TEXT NOT NULL,
  undone TEXT NOT NULL DEFAULT ''
);

CREATE TABLE marked (
  file INTEGER NOT NULL REFERENCES files (id),
  name TEXT NOT NULL,
  said TEXT NOT NULL,
  PRIMARY KEY (file, name)
) WITHOUT ROWID;
"""
