"""Collections: a year's returns of many units, from the roster to the consolidated report.

Here are the values that one looks at. What makes them loads much, and stands in `gkxl.collection.collect`
and `gkxl.collection.templates`: processes that only read returns do without.
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
