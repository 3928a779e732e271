"""Flat budget files: bytes → whole records → columns of text → identified lines, without a loop over rows.

`chunks` cuts the bytes into whole records and finds the few whose quotes are broken; `exact` reads those one
by one; `table` places all of them in columns; `lines` and `names` make the store's rows of them.
"""
