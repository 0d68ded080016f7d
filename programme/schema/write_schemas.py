"""Write the JSON Schemas beside this file: `python programme/schema/write_schemas.py`.

An editor that reads the schema named in the head of a YAML file completes and checks it.
"""

import json
from pathlib import Path

from evaltools.codebook import Codebook
from evaltools.evaluation import Evaluation
from evaltools.manuscript.caveats import Caveats
from evaltools.manuscript.placement import LeftOuts
from evaltools.manuscript.wording.exceptions import Exceptions
from evaltools.programme import Catalogue, Organisation, Programme
from evaltools.sources import SourceCatalogue
from evaltools.synthesis import Conclusions
from evaltools.testimony.scheme import CodingScheme

MODELS = {
    "caveats.json": Caveats,
    "codebook.json": Codebook,
    "evaluation.json": Evaluation,
    "exceptions.json": Exceptions,
    "indicators.json": Catalogue,
    "left_out.json": LeftOuts,
    "organisation.json": Organisation,
    "programme.json": Programme,
    "sources.json": SourceCatalogue,
    "synthesis.json": Conclusions,
    "themes.json": CodingScheme,
}

for name, model in MODELS.items():
    schema = json.dumps(model.model_json_schema(), ensure_ascii=False, indent=2)
    Path(__file__).with_name(name).write_text(f"{schema}\n", encoding="utf-8")
