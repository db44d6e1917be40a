"""The two kinds of table files."""

CSV, XLSX = "csv", "xlsx"
KINDS = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What each is called on the web."""


def kind_of(start: bytes) -> str:
    """By what it holds, whatever it is called: XLSX is a zip archive. start: its first bytes."""
    return XLSX if start.startswith(b"PK\x03\x04") else CSV
