"""The store of a collection: one SQLite file with every unit, file, figure and issue."""
