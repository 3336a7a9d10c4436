"""Belonging, relevance, self-efficacy: asked in a window, scored, shown with small groups hidden.

- `scoring`, `suppress`: pure, no database.
- `reading`: the one way to what students said. Whoever reads it leaves an audit row; an admin gets
  figures of groups alone, and only of windows that are over.
- `district`: the same by school, for who oversees several.
- `asking`: what a student's own page shows, and what she sends.
The rules are said in words in docs/checks.md.
"""
