"""What people may try in an own rule: escapes, bombs, and honest questions. {store} and {database} stand for paths."""

from tests.own_rules.making import asked, where

# Each is refused by the list, before any child is started.
ESCAPES = {
    "read_csv": asked("SELECT * FROM read_csv('/etc/passwd')"),
    "read_text of the vault": asked("SELECT * FROM read_text('{store}/vault/person.parquet')"),
    "read_blob": asked("SELECT * FROM read_blob('/etc/shadow')"),
    "read_parquet by path": asked("SELECT * FROM read_parquet('{store}/snapshots/*/payment/*/*.parquet')"),
    "parquet_scan": asked("SELECT * FROM parquet_scan('{store}/vault/*.parquet')"),
    "read_json": asked("SELECT * FROM read_json('/etc/os-release')"),
    "a scan by name": asked("SELECT * FROM '{store}/vault/person.parquet'"),
    "a scan by quoted name": asked('SELECT * FROM "/etc/passwd.csv"'),
    "a scan hidden by a CTE of its name": asked(
        'SELECT * FROM "/etc/passwd.csv" UNION ALL SELECT * FROM (WITH "/etc/passwd.csv" AS (SELECT 1) '
        'SELECT * FROM "/etc/passwd.csv")'
    ),
    "a system view hidden by a later CTE": asked(
        "WITH a AS (SELECT * FROM duckdb_settings), duckdb_settings AS (SELECT 1) SELECT * FROM a"
    ),
    "glob": asked("SELECT * FROM glob('/*')"),
    "sniff_csv": asked("SELECT * FROM sniff_csv('/etc/passwd')"),
    "parquet_metadata": asked("SELECT * FROM parquet_metadata('{store}/vault/person.parquet')"),
    "query": asked("SELECT * FROM query('SELECT 1')"),
    "query_table": asked("SELECT * FROM query_table('payment')"),
    "json_execute_serialized_sql": asked("SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))"),
    "a table function of no use": asked("SELECT * FROM range(10)"),
    "getenv": where("getenv('SECRET_OF_THE_OFFICE') IS NOT NULL"),
    "a method called getenv": where("'HOME'.getenv() IS NOT NULL"),
    "current_setting": where("current_setting('home_directory') IS NULL"),
    "duckdb_settings": asked("SELECT * FROM duckdb_settings()"),
    "duckdb_secrets": asked("SELECT * FROM duckdb_secrets()"),
    "duckdb_databases": asked("SELECT path FROM duckdb_databases"),
    "information_schema": asked("SELECT * FROM information_schema.tables"),
    "pg_catalog": asked("SELECT * FROM pg_catalog.pg_class"),
    "sqlite_master": asked("SELECT * FROM sqlite_master"),
    "pragma as a table": asked("SELECT * FROM pragma_database_list()"),
    "the columns of a table": asked("SELECT * FROM pragma_table_info('payment')"),
    "another schema": asked("SELECT * FROM main.payment"),
    "by_household, the other layout": asked("SELECT * FROM by_household"),
    "describe inside": asked("SELECT * FROM (DESCRIBE payment)"),
    "show inside": asked("SELECT * FROM (SHOW ALL TABLES)"),
    "columns by pattern": asked("SELECT COLUMNS('.*') FROM payment"),
    "an earlier version": asked("SELECT * FROM payment AT (VERSION => 1)"),
    "a sample": asked("SELECT * FROM payment TABLESAMPLE 10%"),
    "insert in a CTE": asked("INSERT INTO payment SELECT * FROM payment RETURNING 1"),
    "delete in a CTE": asked("DELETE FROM payment RETURNING 1"),
    "copy": "COPY (SELECT 1) TO '{store}/out.csv'",
    "copy from": "COPY payment FROM '/etc/passwd'",
    "export": "EXPORT DATABASE '{store}/out'",
    "attach": "ATTACH '{store}/records.db' AS records (TYPE sqlite)",
    "install": "INSTALL httpfs",
    "load": "LOAD httpfs",
    "pragma": "PRAGMA database_list",
    "set": "SET enable_external_access = true",
    "reset": "RESET lock_configuration",
    "checkpoint": "CHECKPOINT",
    "call": "CALL pragma_version()",
    "a view": "CREATE VIEW pay AS SELECT 1",
    "a secret": "CREATE SECRET s (TYPE http)",
    "several statements": where("TRUE") + "; COPY (SELECT 1) TO '{store}/out.csv'",
    "a statement after a comment": where("TRUE") + "\n-- ;\n; ATTACH ':memory:' AS x",
    "a comment ended by a bare return": asked("SELECT 1 -- \r FROM duckdb_settings"),
    "a nested comment": asked("SELECT 1 /* /* */ FROM duckdb_settings /* */ */ FROM duckdb_secrets"),
    "an odd blank": asked("SELECT * FROM\u00a0duckdb_settings"),
    "full-width letters": where("getenv('HOME') IS NULL"),
    "a name in other letters": asked('SELECT * FROM "DUCKDB_SETTINGS"'),
    "a quoted function": where("\"getenv\"('HOME') IS NULL"),
    "an escaped name": asked('SELECT * FROM U&"d\\0075ckdb_settings"'),
    "a string between dollars": asked("SELECT * FROM read_text($$/etc/passwd$$)"),
    "recursion": "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n)\n" + where("EXISTS (FROM n)"),
    "recursion by key": asked("WITH RECURSIVE n(i) USING KEY (i) AS (SELECT 1 UNION SELECT i FROM n) SELECT * FROM n"),
    "a bomb of a string": where("length(repeat('x', 2000000000)) > 0"),
    "a padded bomb": where("length(lpad('x', 2000000000, 'y')) > 0"),
    "a slow distance": where("levenshtein(repeat('a', 100000), repeat('b', 100000)) > 0"),
    "a huge range": asked("SELECT count(*) FROM range(1000000000000)"),
    "a list of a range": where("len(range(1000000000)) > 0"),
    "chance": where("random() > 0.5"),
    "a window that reads": where("TRUE").replace("0 AS other_key", "getenv('HOME') OVER () AS other_key"),
    "a user-defined function": where("main.add_months(p.pay_date, 1) IS NULL"),
    "regexp_replace, off the list": where("regexp_replace('a', 'a', 'b') = 'b'"),
    "pivot": asked("PIVOT payment ON channel USING count(*)"),
    "values of a variable": where("getvariable('x') IS NULL"),
}


# The same, and worse, with no list before it: the child alone.
BARE = {
    "read_csv": "SELECT * FROM read_csv('/etc/passwd')",
    "read_text of the vault": "SELECT * FROM read_text('{store}/vault/person.parquet')",
    "read_parquet by path": "SELECT * FROM read_parquet('{store}/snapshots/*/payment/*/*.parquet')",
    "a scan by name": "SELECT * FROM '{store}/vault/person.parquet'",
    "its own database again": "SELECT * FROM read_blob('{database}')",
    "glob": "SELECT * FROM glob('/**')",
    "sniff_csv": "SELECT * FROM sniff_csv('/etc/passwd')",
    "parquet_metadata": "SELECT * FROM parquet_metadata('{store}/vault/person.parquet')",
    "query": "SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')",
    "query_table": "SELECT * FROM query_table('/etc/passwd')",
    "json_execute_serialized_sql": (
        "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM read_text(''/etc/passwd'')'))"
    ),
    "getenv": "SELECT getenv('SECRET_OF_THE_OFFICE')",
    "the network": "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
    "copy": "COPY (SELECT 1) TO '{store}/out.csv'",
    "copy to a device": "COPY (SELECT 'x') TO '/dev/stderr'",
    "export": "EXPORT DATABASE '{store}/out'",
    "attach": "ATTACH '{store}/other.duckdb' AS x",
    "install": "INSTALL httpfs",
    "load": "LOAD '{store}/x.duckdb_extension'",
    "set": "SET enable_external_access = true",
    "reset": "RESET disabled_filesystems",
    "pragma": "PRAGMA enable_profiling = 'json'; PRAGMA profiling_output = '{store}/profile.json'",
    "logging": "SET logging_storage = 'file'",
    "a lasting secret": "CREATE PERSISTENT SECRET s (TYPE http, BEARER_TOKEN 'x')",
    "insert": "INSERT INTO payment SELECT * FROM payment",
    "insert in a CTE": "WITH x AS (INSERT INTO payment SELECT * FROM payment RETURNING 1) SELECT * FROM x",
    "create": "CREATE TABLE mine AS SELECT 1",
    "a bomb of a string": "SELECT length(repeat('x', 4000000000))",
    "many bombs": "SELECT sum(length(lpad('x', 100000000, CAST(i AS VARCHAR)))) FROM range(10000) AS t(i)",
    "a slow distance": "SELECT levenshtein(repeat('a', 300000), repeat('b', 300000))",
    "a list of a range": "SELECT len(list_concat(range(500000000), range(500000000)))",
    "endless recursion": "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
    "a cross join": "SELECT sum(a.i * b.i) FROM range(10000000) AS a(i), range(10000000) AS b(i)",
}


# On the list, and still too much: only the walls of the child end them.
ENDLESS = {
    "a cross join": asked(
        "SELECT sum(a.amount * b.amount * c.amount * d.amount * e.amount) AS s "
        "FROM payment AS a, payment AS b, payment AS c, payment AS d, payment AS e"
    ),
    "a list that doubles": asked(
        "WITH l0 AS (SELECT [1, 2, 3, 4] AS l), "
        + ", ".join(f"l{n} AS (SELECT list_concat(l, l) AS l FROM l{n - 1})" for n in range(1, 34))
        + " SELECT 1 FROM l33 WHERE length(l) > 0"
    ),
}


HONEST = {
    "a count": "SELECT count(*) FROM payment",
    "a sum by township": "SELECT township, sum(amount) AS s FROM pay GROUP BY township HAVING sum(amount) > 0",
    "a join of two registers": "SELECT d.died_on FROM death AS d JOIN payee AS y ON y.person = d.person",
    "a left join": "SELECT p.person FROM payee AS p LEFT JOIN cadre AS c ON c.person = p.person WHERE c.person IS NULL",
    "a semi join": "SELECT * FROM payee SEMI JOIN cadre USING (person)",
    "a window": "SELECT row_number() OVER (PARTITION BY person ORDER BY period) AS n FROM pay",
    "lag and lead": "SELECT amount - lag(amount) OVER (PARTITION BY person ORDER BY payment_no) AS more FROM pay",
    "a running sum": "SELECT sum(amount) OVER (ORDER BY payment_no ROWS UNBOUNDED PRECEDING) AS s FROM pay",
    "qualify": "SELECT person FROM pay QUALIFY rank() OVER (PARTITION BY programme ORDER BY amount DESC) = 1",
    "a CTE in a CTE": "WITH a AS (SELECT 1 AS x), b AS (SELECT x FROM a) SELECT * FROM b",
    "months added": "SELECT * FROM pay WHERE pay_date > add_months(period_end, 1) OR amount > 0",
    "an age": "SELECT age_at(born_on, DATE '2016-01-01') AS age FROM payee",
    "days between": "SELECT date_diff('day', period_start, pay_date) AS days FROM pay",
    "a struct": "SELECT {'a': amount, 'b': {'c': period}} AS s FROM pay",
    "a struct taken apart": "SELECT min({'a': amount, 'b': period}).b AS period FROM pay",
    "a sorted list": "SELECT person, list_sort(list(DISTINCT programme)) AS l FROM pay GROUP BY person",
    "a list unrolled": "SELECT unnest(l) AS programme FROM (SELECT list_sort(list(programme)) AS l FROM pay)",
    "a median": "SELECT CAST(median(CAST(amount AS DECIMAL(13, 3))) AS DECIMAL(12, 2)) AS m FROM pay",
    "a share": "SELECT CAST(sum(amount) / count(*) AS DECIMAL(12, 2)) AS mean FROM pay",
    "a case": "SELECT CASE WHEN amount > 100 THEN 'high' WHEN amount IS NULL THEN NULL ELSE 'low' END AS c FROM pay",
    "text": "SELECT * FROM pay WHERE kind LIKE '农村%' AND regexp_matches(kind, '低保$') AND length(kind) = 4",
    "a union": "SELECT person FROM cadre UNION ALL SELECT person FROM death",
    "except": "SELECT person FROM payee EXCEPT SELECT person FROM cadre",
    "not in": "SELECT person FROM payee WHERE person NOT IN (SELECT person FROM death)",
    "all columns": "SELECT * FROM payment AS p JOIN payee AS y USING (person)",
    "values": "SELECT * FROM (VALUES (1, '低保'), (2, '特困')) AS v(code, kind)",
    "shared questions": "SELECT o.person FROM in_office AS o JOIN household_person AS h ON h.person = o.person",
    "the county's numbers": "SELECT kind, above FROM cadre_threshold",
    "in capitals": "SELECT COUNT(*) FROM PAYMENT AS P WHERE P.AMOUNT BETWEEN 1 AND 9000",
}
