"""Past hours out of a spreadsheet: reading, matching with what is there already, applying, undoing."""
