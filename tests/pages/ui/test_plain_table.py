"""Tables as HTML: escaped, aligned, and stacked on a phone when they are wide."""

from pages.ui.plain_table import MOST_COLUMNS, Link, plain_table


def test_cells_are_escaped_and_named() -> None:
    shown = plain_table(["名<称"], [["a&b"], [Link("甲", "/x?a=1&b=2")]], alt='表"')
    assert '<td data-head="名&lt;称">a&amp;b</td>' in shown and 'href="/x?a=1&amp;b=2"' in shown
    assert 'aria-label="表&quot;"' in shown


def test_numbers_stand_right_and_the_last_row_is_the_sum() -> None:
    shown = plain_table(["项目", "金额(元)"], [["低保", "1.00"], ["合计", "1.00"]], right={1}, total=True)
    assert shown.count('<td data-head="金额(元)" class=n>1.00</td>') == 2 and "<th class=n>金额(元)</th>" in shown
    assert shown.count("<tr class=sum>") == 1 and shown.index("<tr class=sum>") > shown.index("低保")


def test_only_a_wide_table_is_stacked() -> None:
    fits, wide = (["列"] * n for n in (MOST_COLUMNS, MOST_COLUMNS + 1))
    assert 'class="qz-plain"' in plain_table(fits, []) and 'class="qz-plain wide"' in plain_table(wide, [])
