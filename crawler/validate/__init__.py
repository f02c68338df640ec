"""The rules a record must keep before it is published."""
