"""Pages of measures: the list, the number with its trend and parts, the rows, downloads, what is open."""
