"""Reports as they are published: how they are written, and how those of anyone are read."""
