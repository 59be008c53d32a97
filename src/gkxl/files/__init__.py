"""What every reader and writer of files shares: how large a file from outside may be."""
