"""Services and cases: from the catalogue to the decision."""
