"""Keeps readers that may crash, hang or swell apart: each runs in a process of its own, within bounds."""
