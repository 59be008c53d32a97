"""gkxl: the annual report on government information disclosure, as spreadsheets and as Python."""
