"""The sheet of an import, sealed, and the few rows of it that its preview shows."""

import json
import zlib

from campaigns.models import HourImport, HourImportFailure, HourImportFile
from outreach import sealing

PURPOSE = "hour imports"
FAST = 3  # of 9 levels; text becomes a tenth, so that sealed copies of it in a worker are small


def keep(hour_import: HourImport, content: bytes) -> None:
    """Put the sheet in, or another form of it in its place."""
    packed = zlib.compress(content, FAST)
    sealed = sealing.seal_bytes(sealing.purpose_key(PURPOSE), packed, f"file/{hour_import.pk}")
    if not HourImportFile.objects.filter(hour_import=hour_import).update(content_ct=sealed):
        HourImportFile.objects.create(hour_import=hour_import, content_ct=sealed)


def content_of(hour_import: HourImport) -> bytes:
    """Raises HourImportFile.DoesNotExist when it is erased."""
    sealed = HourImportFile.objects.values_list("content_ct", flat=True).get(hour_import=hour_import)
    return zlib.decompress(sealing.unseal_bytes(sealing.purpose_key(PURPOSE), sealed, f"file/{hour_import.pk}"))


def keep_sample(hour_import: HourImport, sample: dict) -> None:
    sealed = sealing.seal(sealing.purpose_key(PURPOSE), json.dumps(sample), f"sample/{hour_import.pk}")
    HourImportFile.objects.filter(hour_import=hour_import).update(sample_ct=sealed)


def sample_of(hour_import: HourImport) -> dict:
    """Empty when there is none, or none any more."""
    sealed = HourImportFile.objects.filter(hour_import=hour_import).values_list("sample_ct", flat=True).first()
    if not sealed:
        return {}
    return json.loads(sealing.unseal(sealing.purpose_key(PURPOSE), sealed, f"sample/{hour_import.pk}"))


def erase(imports) -> int:
    """The files of these imports and their rows that failed. Returns how many imports had any."""
    held = HourImportFile.objects.filter(hour_import__in=imports)
    failures = HourImportFailure.objects.filter(hour_import__in=imports)
    count = held.count() + failures.values("hour_import").distinct().count()
    held.delete()
    failures.delete()
    return count
