"""kart/maler."""
