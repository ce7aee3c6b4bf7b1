"""kart."""
