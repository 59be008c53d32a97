"""What arrives: files below a folder, in zips and mails, or at an address, each under a name of its own."""
