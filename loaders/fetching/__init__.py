"""Obtaining files: the only part of the loaders that knows a network or an archive format.

`limits` what a download may take · `trust` whose certificates hold · `meter` progress in words ·
`partial` a download begun · `transfer` one attempt · `download` all attempts, and what they amount to ·
`recognise` what bytes are, by content · `unpack` zip and gzip, safely.
"""
