"""An evaluation of one's own to begin with: another city, another programme, five goals.

What is written by hand lies in `files`. The notebooks, the schemas of the YAML files and the
settings of editors are those of the repository; a wheel carries copies of them in `carried`.
"""

from evaltools.template.evaluation import lay_out_evaluation, template_files

__all__ = ["lay_out_evaluation", "template_files"]
