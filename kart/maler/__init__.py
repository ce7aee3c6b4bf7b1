"""Templates: HTML, styles, scripts and the words of other languages, read by `kart`."""
