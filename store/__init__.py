"""The data layer: the only package that knows there is a database.

Every function here takes a `Tx` and is one named statement or a few that belong together; rows leave as values.
"""

from store.db import Store, StoreUnavailable, Tx

__all__ = ["Store", "StoreUnavailable", "Tx"]
