"""Collections: a year's returns of many units, from the roster to the consolidated report.

This package exports the values to look at. The modules that make them, `gkxl.collection.collect` and
`gkxl.collection.templates`, load much more; processes that only read returns never import them.
"""

from gkxl.collection.collection import STORE, Collection
from gkxl.collection.ledger import Entry, File, UnitStatus
from gkxl.collection.roster import Roster, RosterColumn, RosterTable, Unit, read_roster
from gkxl.collection.tracing import Part, Trace, trace

__all__ = [
    "STORE",
    "Collection",
    "Entry",
    "File",
    "Part",
    "Roster",
    "RosterColumn",
    "RosterTable",
    "Trace",
    "Unit",
    "UnitStatus",
    "read_roster",
    "trace",
]
