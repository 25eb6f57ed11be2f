"""How staff write the public record at the desk: one kind of form for all of it, in both languages side by side."""
