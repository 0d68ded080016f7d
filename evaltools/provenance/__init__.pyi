from .build import describe_build
from .crate import CRATE, PAGE, describe_run, write_crate
from .extensions import DESIGNS, READERS, Extension, extension_code, extensions
from .files import (
    files_in,
    fingerprint,
    fingerprint_all,
    fingerprints,
    privately,
    write_atomically,
)
from .manifest import Manifest, read_crate
from .office import pack_workbook, without_times
from .run import GROWING, SETTINGS, Content, Run, RunStep
from .versions import TOLD_COMMIT, commit_of, package_name, package_versions, tracked_files

__all__ = [
    "CRATE",
    "DESIGNS",
    "GROWING",
    "PAGE",
    "READERS",
    "SETTINGS",
    "TOLD_COMMIT",
    "Content",
    "Extension",
    "Manifest",
    "Run",
    "RunStep",
    "commit_of",
    "describe_build",
    "describe_run",
    "extension_code",
    "extensions",
    "files_in",
    "fingerprint",
    "fingerprint_all",
    "fingerprints",
    "pack_workbook",
    "package_name",
    "package_versions",
    "privately",
    "read_crate",
    "tracked_files",
    "without_times",
    "write_atomically",
    "write_crate",
]
