"""Maple Street School: a school that does not exist, whole enough to walk through a day in."""
