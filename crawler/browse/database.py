"""The index as a database of Datasette, whose errors are for who asked, not for the terminal."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette.database import Database


class QuietDatabase(Database):  # type: ignore[misc]
    """A database that prints nothing of a statement that fails."""

    async def execute(self, *args: Any, **named: Any) -> Any:
        """Execute SQL as Datasette does.

        Raises:
            sqlite3.OperationalError: Also for what is not allowed or too large: answered with 400.
        """
        try:
            return await super().execute(*args, **{**named, "log_sql_errors": False})
        except sqlite3.OperationalError:
            raise
        except (sqlite3.DatabaseError, sqlite3.DataError) as error:
            raise sqlite3.OperationalError(*error.args) from error
