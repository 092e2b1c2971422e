"""Word documents: their parts, the numbers of their lists, and formulas."""
