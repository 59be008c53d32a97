"""Parses the XML parts of workbooks strictly, and reads what a schema asks for."""
