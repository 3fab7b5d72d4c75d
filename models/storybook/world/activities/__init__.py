"""Every file here that has an ACTIVITY joins the world: a new activity is one small file."""

import importlib
import pkgutil

from ..activity import Activity

ACTIVITIES: dict[str, Activity] = {}
for _module in sorted((m.name for m in pkgutil.iter_modules(__path__)), key=lambda name: (name != "standing", name)):
    _activity = importlib.import_module(f"{__name__}.{_module}").ACTIVITY
    ACTIVITIES[_activity.name] = _activity
