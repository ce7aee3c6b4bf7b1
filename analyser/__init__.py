"""analyser."""
