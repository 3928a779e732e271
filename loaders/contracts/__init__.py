"""What every reader of contracts shares: privacy, names, suppliers, dates, amounts, vocabulary, files."""
