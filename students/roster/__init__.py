"""Reading class lists: bytes in, frozen dataclasses out.

Nothing here knows Django or a database. `read.py` is the front door.
"""
