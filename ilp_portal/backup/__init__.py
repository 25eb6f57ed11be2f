"""Backups and their restore. RELIABILITY 1 (subpoena), 2.6 (restore) and 3 (R4, O1) are the specification.

A backup is a folder `portal-<time>/` with the dump and its manifest, and beside it `keys/keys-<time>.json` with the
keys of the events: the dump alone opens no sign-up, and the keys live a week, so what was erased stays erased.
"""
