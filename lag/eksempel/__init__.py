"""lag/eksempel."""
