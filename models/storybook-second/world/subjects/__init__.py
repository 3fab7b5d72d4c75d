"""Every file here that has a SUBJECT joins the world: a new subject is one small file."""

import importlib
import pkgutil

from ..figure import Subject

SUBJECTS: dict[str, Subject] = {}
for _module in sorted(m.name for m in pkgutil.iter_modules(__path__)):
    _subject = importlib.import_module(f"{__name__}.{_module}").SUBJECT
    SUBJECTS[_subject.name] = _subject
