"""Decisions in: texts become events, or every reason why not."""
