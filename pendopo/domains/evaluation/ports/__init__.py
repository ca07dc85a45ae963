"""Documents of a pack that other programs open: a report as PDF, a spreadsheet."""
