"""Second floor: the catalogue of layers, how they are fetched and loaded, and what is checked."""
