"""What no document can say of the servers' parameters."""

import re

import schemathesis

UNITS = {"clients", "users"}


@schemathesis.hook
def filter_headers(context, headers):
    """A range ends after it begins. One of another unit is ignored, and not refused (RFC 9110, section 14.2)."""
    unit, equals, positions = str((headers or {}).get("Range", "")).partition("=")
    if equals and unit.strip().lower() not in UNITS:
        return False
    both = re.fullmatch(r"(\d+)-(\d+)", positions)
    return both is None or int(both[1]) <= int(both[2])
