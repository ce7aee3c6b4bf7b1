"""lag/katalog."""
