"""gis/kilder."""
