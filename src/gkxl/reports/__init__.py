"""What can be done with reports in memory: plain data, another edition, sums, years in a row."""
