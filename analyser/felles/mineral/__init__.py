"""Mining rights in parts: who, until when, against whom, under which act."""
