"""One line over an action each; ids in the log, never a person."""
