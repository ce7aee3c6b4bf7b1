"""Measurements side by side with the peers; `felles` runs every engine in its own process."""
