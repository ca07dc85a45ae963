"""The evidence lake: sealed entries and registers as typed tables, and the measures over them."""
