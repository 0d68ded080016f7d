"""Exchange with qualitative software (NVivo, MAXQDA, ATLAS.ti and others) by REFI-QDA files."""

from evaltools.testimony.qda.codes import Code
from evaltools.testimony.qda.reading import QdaProject, read_qdc, read_qdpx
from evaltools.testimony.qda.writing import write_qdc, write_qdpx

__all__ = ["Code", "QdaProject", "read_qdc", "read_qdpx", "write_qdc", "write_qdpx"]
