"""Statements that go to the database, counted without those that only begin, save or end a transaction."""

from django.db import connection

FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")


class Statements:
    """`with Statements() as asked:` and then len(asked.texts)."""

    def __enter__(self) -> "Statements":
        self.texts: list[str] = []
        self._wrapper = connection.execute_wrapper(self._note)
        self._wrapper.__enter__()
        return self

    def _note(self, execute, sql, params, many, context):
        if not sql.lstrip().startswith(FRAME):
            self.texts.append(sql)
        return execute(sql, params, many, context)

    def __exit__(self, *error) -> None:
        self._wrapper.__exit__(*error)

    def __len__(self) -> int:
        return len(self.texts)
