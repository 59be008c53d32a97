"""The check sheet (审核): its lines, where they are, their formulas, and what these show."""
