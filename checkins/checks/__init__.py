"""Short regular checks: how an answer is marked, who is to be retaught, and what pages show.

- `scoring`, `rhythm`: pure, no database.
- `results`, `listing`, `mine`: reads that return frozen dataclasses.
The rules are said in words in docs/checks.md and on the page itself.
"""
