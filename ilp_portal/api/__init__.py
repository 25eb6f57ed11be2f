"""The public record and exports of staff for programs: read only, described by /api/openapi.json and docs/api.md."""
