"""The roster: the units that must return, how it is read, and whose a return is."""

from gkxl.collection.roster.roster_reader import read_roster
from gkxl.collection.roster.table import RosterColumn
from gkxl.collection.roster.units import Roster, RosterTable, Unit

__all__ = ["Roster", "RosterColumn", "RosterTable", "Unit", "read_roster"]
