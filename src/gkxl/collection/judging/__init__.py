"""What becomes of every unit and every file: whose it is, which of several counts, and the sum."""
