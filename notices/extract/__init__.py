"""Read a notice: what happens when, who owes what to whom by when, and what is unsure.

`read` is the one way in. It is a pure function of its arguments, never raises for any text, takes time linear in the
length of the text and quotes its evidence for everything it claims.
"""

from __future__ import annotations

from notices.extract.reader import read

__all__ = ["read"]
