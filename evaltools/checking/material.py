"""What several looks read: each file once, however many of them need it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from evaltools.cleaning import Cleaned, clean_indicators
from evaltools.codebook import Codebook, read_codebook
from evaltools.documents import Document, Invited, glossary, read_folder, read_invited
from evaltools.evaluation import Consultation, Evaluation, Source
from evaltools.intake import RawTable, read_table
from evaltools.programme import Organisation, Programme, read_organisation, read_programme
from evaltools.sources import SourceCatalogue, read_catalogue, read_publications
from evaltools.sources.catalogue import AnyPublication
from evaltools.testimony import CodingScheme, Consulted, read_scheme
from evaltools.testimony.consultation import consult

T = TypeVar("T")


class Material:
    """What stands in the files of an evaluation, read when it is first asked for.

    What has a fault raises its error each time.
    """

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.folder = evaluation.path(evaluation.programme)
        self._read: dict[object, Any] = {}

    @property
    def organisation(self) -> Organisation:
        """The bodies."""
        return self._once("organisation", lambda: read_organisation(self.folder))

    @property
    def programme(self) -> Programme:
        """The programme with its indicators; everything it refers to exists."""
        return self._once("programme", lambda: read_programme(self.folder))

    @property
    def sources(self) -> SourceCatalogue:
        """The content of sources.yml, empty where there is none."""
        return self._once("sources", lambda: read_catalogue(self.folder))

    def codebook(self, path: str) -> Codebook:
        """Return the questionnaire in a file."""
        return self._once(("codebook", path), lambda: read_codebook(self.evaluation.path(path)))

    def table(self, source: Source) -> RawTable:
        """Return a raw file of a wave, as the intake reads it."""
        return self._once(
            source,
            lambda: read_table(
                source.path,
                sheet=source.sheet,
                encoding=source.encoding,
                header_rows=source.header_rows,
            ),
        )

    def published(self, path: str) -> list[Cleaned]:
        """Return the observations of the table of published indicators."""
        return self._once(
            ("published", path), lambda: self._cleaned([read_table(self.evaluation.path(path))])
        )

    def publication(self, declared: AnyPublication) -> list[Cleaned]:
        """Return the observations of a publication of sources.yml, a table per file or edition."""
        alone = SourceCatalogue(publications=(declared,))
        return self._once(
            ("publication", declared.id),
            lambda: self._cleaned(read_publications(alone, root=self.evaluation.root).values()),
        )

    def _cleaned(self, tables: Iterable[RawTable]) -> list[Cleaned]:
        return [clean_indicators(raw, programme=self.programme) for raw in tables]

    def scheme(self, path: str) -> CodingScheme:
        """Return the coding scheme."""
        return self._once(
            "scheme", lambda: read_scheme(self.evaluation.path(path), programme=self.programme)
        )

    def documents(self, folder: str) -> tuple[Document, ...]:
        """Return the answers to the referral."""
        known = glossary(self.programme, self.organisation)
        return self._once(
            "documents", lambda: read_folder(self.evaluation.path(folder), glossary=known)
        )

    def invited(self, path: str) -> tuple[Invited, ...]:
        """Return the bodies that were asked for an answer."""
        return self._once(
            "invited",
            lambda: read_invited(self.evaluation.path(path), organisation=self.organisation),
        )

    def consulted(self, declared: Consultation) -> Consulted:
        """Return the answers to the referral with what was found in them."""
        return self._once(
            "consulted",
            lambda: consult(
                self.evaluation,
                documents=self.documents(declared.answers),
                invited=self.invited(declared.invited),
                programme=self.programme,
            ),
        )

    def _once(self, what: object, read: Callable[[], T]) -> T:
        if what not in self._read:
            self._read[what] = read()
        value: T = self._read[what]
        return value
