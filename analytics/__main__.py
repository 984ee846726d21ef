"""python -m analytics: the command line."""

from analytics.cli.app import app

if __name__ == "__main__":
    app(prog_name="python -m analytics")
