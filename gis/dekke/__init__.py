"""Polygons laid over one another and cut into faces that share no area and leave no gap."""
