"""Figures beside their limits: `make bench`. What is measured and why stands in README.md."""
