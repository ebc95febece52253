"""Domain rows of figures, shared by the plugins."""
