"""Commands that need no run: the store, the services, a new municipality, the plan's status."""
