"""清账 Qingzhang: oversight of a county's benefit funds. Pure Python; knows nothing of the pages."""
