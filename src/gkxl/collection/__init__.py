"""Collections: a year's returns of many units, from the roster to the consolidated report."""

from gkxl.collection.collecting import collect
from gkxl.collection.collection import STORE, Collection
from gkxl.collection.issuing import Issued, write_templates
from gkxl.collection.ledger import Entry, File
from gkxl.collection.roster import Roster, Unit, read_roster
from gkxl.collection.status import Status
from gkxl.collection.tracing import Part, Trace, trace

__all__ = [
    "STORE",
    "Collection",
    "Entry",
    "File",
    "Issued",
    "Part",
    "Roster",
    "Status",
    "Trace",
    "Unit",
    "collect",
    "read_roster",
    "trace",
    "write_templates",
]
