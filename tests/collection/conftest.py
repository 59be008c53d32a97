"""What the tests of a collection share is found from the folders below, too."""
