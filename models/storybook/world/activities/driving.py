"""A vehicle on the move; the vehicle paints it."""

from ..activity import Activity

ACTIVITY = Activity("driving", ("driving", "driving fast", "rushing along"), ("drives", "is driving", "rushes along"), shadow=34.0)
