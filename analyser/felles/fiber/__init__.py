"""The fibre plan in parts: network, costs, plan, cables, curve, areas, tables."""
