"""Benchmarks: each is a command of its own; `scoreboard.py` runs them and writes the table."""
