"""Reindeer husbandry as a result of its own: pastures, months, bands, corridors, sheets."""
