"""Ground floor: CRS, geometry, grids and graphs; `gis.kilder` has every network and disk."""
