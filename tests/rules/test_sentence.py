"""The reason of a hit: plain, sourced, names masked; every template can be filled from its rule's hits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from analytics.engine import Engine
from analytics.rules.hits import gather
from analytics.rules.sentence import Renderer, unknown_fields
from analytics.vault import Vault
from analytics.words import use_language
from tests.rules.fixtures import HERE, Fixture, find_fixtures

EngineOf = Callable[[Fixture], Engine]
NEVER = ("违法", "违纪", "骗取", "冒领", "套取", "侵占", "None", "null", "{", "}")


@pytest.fixture(scope="session")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    """A vault whose first keys are people, names and accounts like those the fixtures use."""
    made = Vault(tmp_path_factory.mktemp("vault"))
    con = duckdb.connect()
    made.attach(con)
    made.add(con, "name", "SELECT '张' || chr(CAST(19968 + i AS INTEGER)) FROM range(400) AS t(i)")
    made.add(con, "account", "SELECT CAST(6214510000000000 + i AS VARCHAR) FROM range(400) AS t(i)")
    made.add(con, "person", "SELECT CAST(519900196001010000 + i AS VARCHAR) FROM range(400) AS t(i)")
    made.save(con)
    return made


def reasons(fixture: Fixture, engine: Engine, vault: Vault, masked: bool = True) -> list[str]:
    rows = fixture.rule.select(engine, fixture.parameters, fixture.hits)
    return Renderer(engine, vault, masked).reasons(gather(engine, {fixture.code: rows}, {fixture.code: fixture.rule}))


@pytest.mark.parametrize("fixture", find_fixtures(), ids=lambda f: f.code)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_hit_has_a_plain_sentence(fixture: Fixture, language: str, engine_of: EngineOf, vault: Vault) -> None:
    use_language(language)
    try:
        told = reasons(fixture, engine_of(fixture), vault)
    finally:
        use_language("zh")
    assert told
    for sentence in told:
        assert sentence.endswith(("。", "."))
        assert not [word for word in NEVER if word in sentence], sentence


@pytest.mark.parametrize("fixture", find_fixtures(), ids=lambda f: f.code)
def test_templates_use_only_what_the_rule_gives(fixture: Fixture, engine_of: EngineOf) -> None:
    rule, engine = fixture.rule, engine_of(fixture)
    facts: set[str] = set()
    for text in rule.select(engine, fixture.parameters, fixture.hits)["facts"].to_pylist():
        facts |= set(duckdb.sql("SELECT unnest(json_keys($1))", params=[text]).to_arrow_table()[0].to_pylist())
    assert not unknown_fields(rule, facts)


def test_the_sentence_names_source_day_and_what_remains_to_be_asked(engine_of: EngineOf, vault: Vault) -> None:
    fixture = Fixture(HERE / "A01")
    told = reasons(fixture, engine_of(fixture), vault)
    person = vault.masked("name", [1])[1]
    assert (
        f"民政局死亡登记(数据日期 2018-01-10)载明{person} 2016年2月10日死亡;2016年3月至2016年12月其名下仍有"
        "残疾人补贴发放 2 笔、120.00 元。需核:是否同一人、是否已退回。" in told
    )


def test_names_are_masked_unless_asked_otherwise(engine_of: EngineOf, vault: Vault, tmp_path: Path) -> None:
    fixture = Fixture(HERE / "A15")
    engine = engine_of(fixture)
    plain = vault.value_of("name", [1])[1]
    assert plain not in "".join(reasons(fixture, engine, vault))
    assert plain in "".join(reasons(fixture, engine, vault, masked=False))


def test_a_register_older_than_the_payments_is_said(engine_of: EngineOf, vault: Vault) -> None:
    fixture = Fixture(HERE / "A01")
    engine = engine_of(fixture)
    hits = gather(engine, {"A01": fixture.rule.select(engine, fixture.parameters)}, {"A01": fixture.rule})
    later = hits.set_column(hits.schema.get_field_index("period_to"), "period_to", [[201803] * hits.num_rows])
    before, after = (Renderer(engine, vault).reasons(table) for table in (hits, later))
    assert not [sentence for sentence in before if "注意" in sentence]
    assert all("该比对库数据截至 2018-01-10,早于所比对的发放期" in sentence for sentence in after)
