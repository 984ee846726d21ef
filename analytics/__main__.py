"""python -m analytics: the command line."""

import sys


class NoPandas:
    """pyarrow and scikit-learn load pandas wherever it is installed: half a second, for what no verb needs."""

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name, name=name)


if __name__ == "__main__":
    sys.meta_path.insert(0, NoPandas)
    from analytics.cli.app import app

    app(prog_name="python -m analytics")
