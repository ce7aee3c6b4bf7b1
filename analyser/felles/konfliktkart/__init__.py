"""Protection against development on faces: interests, overlay, tables, map."""
