"""What becomes of every unit and every file: whose a return is, which of several counts, what all add up to."""
