"""The rules that a report is checked against, each stated once."""
