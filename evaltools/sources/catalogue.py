"""The publications that the evaluator declares in sources.yml, whatever their form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from pydantic import Discriminator

from evaltools.declarations import Declared, read_declaration, stray_paths
from evaltools.errors import ConfigurationError, Fault
from evaltools.intake import RawTable, read_table
from evaltools.sources.bra import (
    BraCounties,
    BraMunicipalities,
    BraNational,
    BraTable,
    read_bra_counties,
    read_bra_municipalities,
    read_bra_national,
    read_bra_table,
)
from evaltools.sources.fetching import Client, store_answers
from evaltools.sources.ils import FollowUp, read_ils
from evaltools.sources.kolada import KoladaSource, fetch_kolada, read_kolada
from evaltools.sources.long_tables import LongTable, read_long_table
from evaltools.sources.oppna_jamforelser import OppnaJamforelser, read_oppna_jamforelser
from evaltools.sources.pxweb import PxwebSource, fetch_pxweb, read_pxweb

AnyPublication = Annotated[
    BraCounties
    | BraMunicipalities
    | BraNational
    | BraTable
    | KoladaSource
    | LongTable
    | OppnaJamforelser
    | PxwebSource,
    Discriminator("kind"),
]
READERS: dict[type[Declared], Callable[[Any, Path], list[RawTable]]] = {
    BraCounties: read_bra_counties,
    BraMunicipalities: read_bra_municipalities,
    BraNational: read_bra_national,
    BraTable: read_bra_table,
    KoladaSource: read_kolada,
    LongTable: read_long_table,
    OppnaJamforelser: read_oppna_jamforelser,
    PxwebSource: read_pxweb,
}
"""What reads each kind; every one gives a long table per file or edition."""
FETCHERS: dict[type[Declared], Callable[[Any, Client], None]] = {
    KoladaSource: fetch_kolada,
    PxwebSource: fetch_pxweb,
}
"""What asks the servers of the kinds that have one."""


class SourceCatalogue(Declared):
    """The content of sources.yml.

    Attributes
    ----------
    publications : tuple
        Where indicator values come from, besides the table of published indicators.
    followup : FollowUp, optional
        How the boards' follow-up is read, where it is not our own long table.
    """

    publications: tuple[AnyPublication, ...] = ()
    followup: FollowUp | None = None

    def files(self, root: Path) -> list[Path]:
        """Return the files that are read; of what was never fetched, the folder it would have."""
        declared = [*self.publications, *([self.followup] if self.followup else [])]
        return [path for each in declared for path in _paths(each, root)]

    def check_paths(self, root: Path) -> None:
        """Refuse files that lie outside the folder of the evaluation.

        Parameters
        ----------
        root : pathlib.Path
            The folder.

        Raises
        ------
        ConfigurationError
            For each of them.
        """
        named = {f"sources.yml, {path.name}": path for path in self.files(root)}
        if faults := stray_paths(named, root=root):
            raise ConfigurationError(faults)


def read_catalogue(folder: Path) -> SourceCatalogue:
    """Read sources.yml.

    Parameters
    ----------
    folder : pathlib.Path
        The folder of programme.yml.

    Returns
    -------
    SourceCatalogue
        Empty where there is no sources.yml.

    Raises
    ------
    ConfigurationError
        For everything in the file that is wrong.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.sources import read_catalogue
    >>> read_catalogue(Path("programme")).publications[0].kind
    'long_table'
    """
    file = folder / "sources.yml"
    return read_declaration(file, SourceCatalogue) if file.is_file() else SourceCatalogue()


def read_publications(catalogue: SourceCatalogue, *, root: Path) -> dict[str, RawTable]:
    """Read the values of all publications.

    Parameters
    ----------
    catalogue : SourceCatalogue
        The content of sources.yml.
    root : pathlib.Path
        Folder of the evaluation.

    Returns
    -------
    dict of str to RawTable
        A long table per file or edition, see `observations.COLUMNS`.

    Raises
    ------
    ConfigurationError
        For files outside the folder.
    DataError
        As the reader of each kind.

    Examples
    --------
    >>> from pathlib import Path
    >>> from evaltools.sources import read_catalogue, read_publications
    >>> raw = read_publications(read_catalogue(Path("programme")), root=Path())
    >>> [table.synthetic for table in raw.values()][:1]
    [True]
    """
    catalogue.check_paths(root)
    return {
        f"{source.id} {number}": table
        for source in catalogue.publications
        for number, table in enumerate(READERS[type(source)](source, root), start=1)
    }


def fetch_publications(
    catalogue: SourceCatalogue, *, root: Path, day: str
) -> dict[str, Path | None]:
    """Fetch every publication that has a server, and store what came in data_raw/.

    Parameters
    ----------
    catalogue : SourceCatalogue
        The content of sources.yml.
    root : pathlib.Path
        Folder of the evaluation.
    day : str
        Today, 2025-03-01.

    Returns
    -------
    dict of str to pathlib.Path or None
        The new edition of each source; None where nothing has changed since the latest.

    Raises
    ------
    DataError
        If a server cannot be reached or answers in another form than is known. What was stored
        before stays; nothing is stored of that source, or of those after it.
    """
    catalogue.check_paths(root)
    stored: dict[str, Path | None] = {}
    for source in catalogue.publications:
        if type(source) in FETCHERS:
            client = Client()
            FETCHERS[type(source)](source, client)
            stored[source.id] = store_answers(
                client.answers, root / "data_raw" / source.id, day=day
            )
    return stored


def read_indicators(catalogue: SourceCatalogue, *, root: Path, file: str | None) -> list[RawTable]:
    """Read the values of indicators, from our own long table and from all publications.

    Parameters
    ----------
    catalogue : SourceCatalogue
        The content of sources.yml.
    root : pathlib.Path
        Folder of the evaluation.
    file : str or None
        The long table that evaluation.yml names, if there is one.

    Returns
    -------
    list of RawTable
        For `cleaning.clean_indicators`.

    Raises
    ------
    ConfigurationError
        If no values of indicators are part of the evaluation, and for files outside the folder.
    DataError
        As the reader of each kind.
    """
    if file is None and not catalogue.publications:
        raise ConfigurationError(_not_part("published_indicators", "no values of indicators are"))
    own = [read_table(root / file)] if file else []
    return [*own, *read_publications(catalogue, root=root).values()]


def read_followup(catalogue: SourceCatalogue, *, root: Path, file: str | None) -> RawTable:
    """Read the boards' follow-up, as declared or from our own long table.

    Parameters
    ----------
    catalogue : SourceCatalogue
        The content of sources.yml.
    root : pathlib.Path
        Folder of the evaluation.
    file : str or None
        The long table that evaluation.yml names, read where the catalogue declares no other.

    Returns
    -------
    RawTable
        For `cleaning.clean_followup`.

    Raises
    ------
    ConfigurationError
        If no follow-up is part of the evaluation, and for files outside the folder.
    """
    if catalogue.followup is not None:
        catalogue.check_paths(root)
        return read_ils(catalogue.followup, root)[0]
    if file is None:
        raise ConfigurationError(_not_part("followup", "no follow-up by the boards is"))
    return read_table(root / file)


def _not_part(field: str, problem: str) -> Fault:
    remedy = "Declare it, or leave out what needs it: `evaltools run` does."
    return Fault(f"evaluation.yml, {field}", f"{problem} part of this evaluation.", remedy)


def _paths(source: Declared, root: Path) -> list[Path]:
    if isinstance(source, KoladaSource | PxwebSource):
        folder = root / "data_raw" / source.id
        return sorted(folder.glob("[0-9]*/*.json")) or [folder]
    many = getattr(source, "workbooks", ())
    names = [source.file] if hasattr(source, "file") else [each.file for each in many]
    return [root / name for name in names]
