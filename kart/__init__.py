"""Top floor: results in, files out: pages, tables, case papers and the commands' words."""
