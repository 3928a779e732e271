"""From contracts to what is asked of them: suppliers, links, indicators, their values, a composite, cubes.

Everything here is made at build from the tables of the same store, in the order of `derive`.
"""
