"""What is found wrong, or worth confirming: issues, their kinds, and the same issue on many cells."""
