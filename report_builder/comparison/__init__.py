"""What changed between two reports, from their records: facts, sentences and a web page."""
