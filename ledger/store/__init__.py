"""The store: events for good, an index that can be made again, and a reader that seeks in it."""
