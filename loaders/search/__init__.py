"""The search index of a store version: contracts, and the names of suppliers, agencies, units, programmes."""
