"""Writes workbooks: blank templates to send out, and filled ones, all through one writer."""
