"""What people set: which rules, with which numbers; checked against the headers before anything runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from analytics.reference import Reference
from analytics.rules.catalogue import Rule
from analytics.rules.header import Number, Parameter
from analytics.words import Refused

# rule code -> parameter -> value
Settings = Mapping[str, Mapping[str, Number]]


def chosen(rules: Mapping[str, Rule], codes: Iterable[str] | None) -> dict[str, Rule]:
    """The rules of these codes (None: all in force), in order of code; Refused when one is unknown or withdrawn."""
    if codes is None:
        return {code: rule for code, rule in rules.items() if rule.in_force}
    wanted = sorted(set(codes))
    for code in wanted:
        if not _known(rules, code).in_force:
            raise Refused("自定规则 {code} 已停用或被拒绝使用,比对没有开始。请在“自定规则”页查看。", code=code)
    return {code: rules[code] for code in wanted}


def resolve(
    rules: Mapping[str, Rule], settings: Settings | None, reference: Reference | None = None
) -> dict[str, dict[str, Number]]:
    """Every parameter of every rule: as set, else the county's own (in `reference`), else its default. Refused for
    one unknown or out of range."""
    given, own = settings or {}, county_values(rules, reference) if reference else {}
    for code in given:
        _known(rules, code)
    return {
        code: _of_rule(rule, {**own.get(code, {}), **given.get(code, {})})
        for code, rule in rules.items()
        if rule.header.parameters
    }


def county_values(rules: Mapping[str, Rule], reference: Reference) -> dict[str, dict[str, Number]]:
    """rule code -> parameter -> the county's own value: rows of the table `threshold` that name no kind."""
    own: dict[str, dict[str, Number]] = {}
    for row in reference.rows("threshold"):
        rule = rules.get(row["rule"])
        if not row["kind"] and rule and row["parameter"] in rule.header.parameters:
            asked = rule.header.parameters[row["parameter"]]
            own.setdefault(row["rule"], {})[row["parameter"]] = asked.number(Decimal(row["value"]))
    return own


def parse_settings(rules: Mapping[str, Rule], texts: Iterable[str]) -> dict[str, dict[str, Number]]:
    """`A01.grace_months=2` (as typed on the command line) -> {"A01": {"grace_months": 2}}; Refused otherwise."""
    parsed: dict[str, dict[str, Number]] = {}
    for text in texts:
        name, _equals, value = text.partition("=")
        code, _dot, parameter = name.strip().partition(".")
        asked = _parameter(_known(rules, code), parameter)
        parsed.setdefault(code, {})[parameter] = asked.number(_number(text, value))
    return parsed


def _known(rules: Mapping[str, Rule], code: str) -> Rule:
    if code not in rules:
        raise Refused("没有编号为 {code} 的规则,比对没有开始。请在规则目录中核对编号。", code=code)
    return rules[code]


def _of_rule(rule: Rule, given: Mapping[str, Number]) -> dict[str, Number]:
    numbers = rule.header.defaults()
    for name, value in given.items():
        asked = _parameter(rule, name)
        _within(rule, name, asked, value)
        numbers[name] = asked.number(Decimal(value))  # one form, so that the same number is the same run
    return numbers


def _parameter(rule: Rule, name: str) -> Parameter:
    if name not in rule.header.parameters:
        raise Refused(
            "规则 {code} 没有参数 {name}(可设:{known}),比对没有开始。",
            code=rule.code,
            name=name,
            known=", ".join(rule.header.parameters) or "—",
        )
    return rule.header.parameters[name]


def _within(rule: Rule, name: str, asked: Parameter, value: Number) -> None:
    if not asked.min <= value <= asked.max:
        raise Refused(
            "规则 {code} 的参数 {name} 须在 {low} 至 {high} 之间,比对没有开始。",
            code=rule.code,
            name=name,
            low=asked.min,
            high=asked.max,
        )


def _number(text: str, value: str) -> Decimal:
    try:
        return Decimal(value.strip())
    except InvalidOperation as error:
        raise Refused("看不懂参数 {text}。请写成 A01.grace_months=2 的样子;比对没有开始。", text=text) from error
