"""Where can it go: exclusions, criteria with value curves, weights; candidates and their order."""
