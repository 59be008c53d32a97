"""What a collection writes for people: the consolidated workbook, the page, and marked copies of returns."""
