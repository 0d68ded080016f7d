"""Write the JSON Schemas beside this file: `python programme/schema/write_schemas.py`.

An editor that reads the schema named in the head of a YAML file completes and checks it.
"""

import json
from pathlib import Path

from evaltools.editing.kinds import KINDS, schema_of

for name in KINDS:
    schema = json.dumps(schema_of(name), ensure_ascii=False, indent=2)
    Path(__file__).with_name(f"{name}.json").write_text(f"{schema}\n", encoding="utf-8")
