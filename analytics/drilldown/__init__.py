"""Where the money went, on every level: county → township → village → household → person → payment, and
department → programme → year, either way and crossed."""

from analytics.drilldown.children import LEVELS, MOST, children
from analytics.drilldown.crumbs import Crumb, breadcrumb
from analytics.drilldown.freshness import freshness
from analytics.drilldown.levels import WAYS, Way, next_level
from analytics.drilldown.lists import HOUSEHOLD_SORTS, households
from analytics.drilldown.overview import Overview, overview, years_by_department
from analytics.drilldown.series import series
from analytics.drilldown.shapes import shapes
from analytics.drilldown.totals import Totals, suspects_by_tier, totals
from analytics.payments import PAYMENT_SORTS, Page, payments

__all__ = [
    "HOUSEHOLD_SORTS",
    "LEVELS",
    "MOST",
    "PAYMENT_SORTS",
    "WAYS",
    "Crumb",
    "Overview",
    "Page",
    "Totals",
    "Way",
    "breadcrumb",
    "children",
    "freshness",
    "households",
    "next_level",
    "overview",
    "payments",
    "series",
    "shapes",
    "suspects_by_tier",
    "totals",
    "years_by_department",
]
