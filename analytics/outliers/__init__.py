"""What is unlike its peers: households × programmes × years, ranked by an isolation forest, each with its reasons."""

from analytics.outliers.ranking import is_ranked, ranking_file
from analytics.outliers.reasons import in_one_sentence, reasons_of
from analytics.outliers.service import count, flagged, peers_of, rank

__all__ = ["count", "flagged", "in_one_sentence", "is_ranked", "peers_of", "rank", "ranking_file", "reasons_of"]
