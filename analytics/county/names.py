"""Names of people by frequency, of townships and villages by the way the country names them. All invented."""

from __future__ import annotations

import numpy as np

from analytics.county.frame import Ints, Texts, pick

COUNTY = "岚禾县"

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪"
    "陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔向汤"
)
_GIVEN = {
    1: "国建明华军志德文平林强永福成光荣春海云贵生清忠兴辉斌超伟勇刚波鹏涛俊杰浩宇轩天佑家祥发富才学友良正世",
    0: "秀英桂芳玉兰珍凤淑梅红霞燕琴翠莲香素华美丽娟静敏艳萍琼霜雪婷倩慧莉颖佳欣怡雨涵梓萱菊蓉惠银碧群先素清",
}
_TOWN_FIRST = "青石柳云松白龙双大清金银永太安长桃梅竹枫鹤凤虎马羊古新东西南北高平红黄紫玉明仁义福兴和宝灵仙"
_TOWN_LAST = "溪桥台坪河山坝场塘泉岭湾店亭坡峰沟川垭洞寺井渡滩"
_VILLAGE_FIRST = "上下东西南北大小新老前后中高低双三五石沙黄白青红杨李张王周罗桐松柏竹桃梨茶枣樟荷莲金银龙虎马牛"
_VILLAGE_LAST = "坪沟湾塘庙坡河岩坝岭井桥溪田店垭冲嘴台院寨堰洞山林坎梁碾槽"


def _weights(characters: str) -> list[int]:
    """Earlier characters are the more frequent, as a rank-frequency law has it."""
    return [10_000 // (rank + 4) for rank in range(len(characters))]


def surnames(rng: np.random.Generator, n: int) -> Ints:
    """n positions in the list of surnames."""
    return pick(rng, _weights(_SURNAMES), n)


def full_names(rng: np.random.Generator, surname: Ints, male: Ints) -> Texts:
    """Surname and one (a quarter) or two given characters that fit the sex."""
    first, second = _given(rng, male), _given(rng, male)
    second[rng.integers(0, 4, len(male)) == 0] = ""
    return np.char.add(np.char.add(np.array(list(_SURNAMES))[surname], first), second)


def _given(rng: np.random.Generator, male: Ints) -> Texts:
    texts = {sex: np.array(list(c))[pick(rng, _weights(c), len(male))] for sex, c in _GIVEN.items()}
    return np.where(male == 1, texts[1], texts[0])


def township_names(rng: np.random.Generator, n: int) -> list[str]:
    """n different names of towns (镇, two in five) and townships (乡)."""
    stems = _stems(rng, _TOWN_FIRST, _TOWN_LAST, n)
    return [stem + ("镇" if rng.integers(0, 5) < 2 else "乡") for stem in stems]


def village_names(rng: np.random.Generator, n: int) -> list[str]:
    """n names of villages, different within their township (the same may stand in another)."""
    return [stem + "村" for stem in _stems(rng, _VILLAGE_FIRST, _VILLAGE_LAST, n)]


def _stems(rng: np.random.Generator, first: str, last: str, n: int) -> list[str]:
    pairs = [a + b for a in first for b in last if a != b]
    order = rng.permutation(len(pairs))
    rounds = [(i // len(pairs), order[i % len(pairs)]) for i in range(n)]
    return [("新" * turn) + pairs[k] for turn, k in rounds]
