"""The sourced record in content/: read strictly, checked as a whole, then merged into the tables."""
