"""Workbooks out: blank templates and filled, normalised workbooks, through one writer."""
