"""Where the money went, on every level: county → township → village → household → person → payment, and
department → programme → year, either way and crossed."""

from analytics.drilldown.children import LEVELS, children
from analytics.drilldown.crumbs import Crumb, breadcrumb
from analytics.drilldown.lists import HOUSEHOLD_SORTS, households
from analytics.drilldown.overview import Overview, overview
from analytics.drilldown.series import series
from analytics.payments import PAYMENT_SORTS, Page, payments

__all__ = [
    "HOUSEHOLD_SORTS",
    "LEVELS",
    "PAYMENT_SORTS",
    "Crumb",
    "Overview",
    "Page",
    "breadcrumb",
    "children",
    "households",
    "overview",
    "payments",
    "series",
]
