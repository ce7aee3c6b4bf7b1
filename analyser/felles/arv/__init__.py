"""World heritage as a result of its own: rule layers, sub-areas, what is seen, attributes."""
