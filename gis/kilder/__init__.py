"""The one room for network and disk: services, files, the store, and the atomic writer."""
