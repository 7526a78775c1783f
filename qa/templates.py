"""Templates of pages, by Jinja: what is put in is escaped, and no name may be missing."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.environment import TemplateModule

__all__ = ["Environment", "Template", "TemplateModule", "templates_in"]


def templates_in(folder: Path) -> Environment:
    """The templates of a folder, and of nowhere else."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
