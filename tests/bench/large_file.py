"""A department's payment file of any length, as a bank writes it out: GB18030, the columns of the sample county."""

from pathlib import Path

import duckdb

PER_PERSON = 5  # one payment a year, 2013 to 2017
BLOCK_CHARACTERS = 1 << 24

# ID numbers 5199…: district, date of birth, serial, and the check character (weights of GB 11643).
_SQL = """
WITH numbered AS (
    SELECT i, i % $people AS k, 2013 + i // $people AS year FROM range($rows) AS t(i)
),
digits AS (
    SELECT *, '5199' || lpad(CAST(k % 90 AS VARCHAR), 2, '0')
              || strftime(DATE '1930-01-01' + CAST(k % 22000 AS INTEGER), '%Y%m%d')
              || lpad(CAST(k // 22000 AS VARCHAR), 3, '0') AS body
    FROM numbered
),
whole AS (
    SELECT *, body || substr('10X98765432', 1 + list_sum([CAST(body[n] AS INTEGER) * w FOR w, n IN
              [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]])::INTEGER % 11, 1) AS id_number
    FROM digits
)
SELECT '第' || (k % 600) // 10 || '乡' AS 乡镇, '第' || k % 600 || '村' AS 村, name AS 姓名, id_number AS 身份证号,
       '6214510' || lpad(CAST(k AS VARCHAR), 9, '0') AS 一卡通账号, name AS 开户名,
       CAST(1 + k % 97 / 10.0 AS DECIMAL(8, 2)) AS "补贴面积(亩)",
       CAST(95 * (1 + k % 97 / 10.0) AS DECIMAL(10, 2)) AS "补贴金额(元)",
       strftime(make_date(CAST(year AS INTEGER), 5, CAST(1 + k % 28 AS INTEGER)), '%Y-%m-%d') AS 发放日期
FROM (SELECT *, substr('赵钱孙李周吴郑王冯陈', CAST(1 + k % 10 AS INTEGER), 1)
             || substr('国建文志秀玉桂春明华', CAST(1 + k // 10 % 10 AS INTEGER), 1)
             || substr('芳军英平兰强珍林云福', CAST(1 + k // 100 % 10 AS INTEGER), 1) AS name FROM whole)
ORDER BY i"""

_PLACES = """
SELECT 519900000000 + 1000 * (k // 10 + 1) + 201 + k % 10 AS 村代码, '第' || k || '村' AS 村名,
       519900000 + k // 10 + 1 AS 乡镇代码, '第' || k // 10 || '乡' AS 乡镇名
FROM range(600) AS t(k) ORDER BY k"""


def write_large_file(folder: Path, rows: int) -> Path:
    """A folder with the places (600 villages) and one file of `rows` payments; gives the folder back."""
    folder.mkdir(parents=True)
    _write(folder / "06_农业局_耕地地力保护补贴.csv", _SQL, {"people": max(1, rows // PER_PERSON), "rows": rows})
    _write(folder / "31_行政区划.csv", _PLACES, {})
    return folder


def _write(target: Path, sql: str, parameters: dict[str, int]) -> None:
    """DuckDB writes UTF-8; the file is that, brought to GB18030."""
    plain = target.with_suffix(".utf8")
    duckdb.connect().sql(sql, params=parameters).write_csv(str(plain))
    with plain.open(encoding="utf-8", newline="") as source, target.open("w", encoding="gb18030", newline="") as out:
        while block := source.read(BLOCK_CHARACTERS):
            out.write(block)
    plain.unlink()
