"""Lists as inspectors upload them: some people of the small store, and some that no store knows."""

from hashlib import sha256


def _in_order_of_keys(values: list[str]) -> dict[int, str]:
    """The vault gives keys in the order of the values' hashes."""
    return dict(enumerate(sorted(values, key=lambda value: sha256(value.encode()).hexdigest()), start=1))


KNOWN = _in_order_of_keys([f"51990019500101{k:03d}X" for k in range(1, 12)])
ACCOUNTS = _in_order_of_keys([f"62140000000{k:05d}" for k in range(1, 12)])
STRANGER, OTHER = "519900195506150019", "519900196007200028"
NAMES = _in_order_of_keys(["张" + chr(20000 + k) for k in range(1, 12)])


def csv(*rows: str, header: str = "姓名,身份证号,乡镇,村,金额") -> bytes:
    return "\n".join((header, *rows)).encode()


def row(key: int, amount: int = 10) -> str:
    """A person of the small store."""
    village = "上河村" if key < 5 else "下河村" if key < 9 else "石桥村"
    return f"{NAMES[key]},{KNOWN[key]},{'石桥镇' if key > 8 else '青禾镇'},{village},{amount}"


def stranger(number: str = STRANGER, name: str = "李四光") -> str:
    return f"{name},{number},青禾镇,上河村,20"
