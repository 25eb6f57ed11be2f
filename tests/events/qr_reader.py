"""Reads the drawing of a QR code back, by ISO/IEC 18004 and without the library that drew it: a second opinion.

Takes what events/qr.py draws: level M, bytes, up to version 9. It corrects no errors, since a drawing has none.
"""

import re

QUIET = 4
ALIGNED = {
    1: (),
    2: (6, 18),
    3: (6, 22),
    4: (6, 26),
    5: (6, 30),
    6: (6, 34),
    7: (6, 22, 38),
    8: (6, 24, 42),
    9: (6, 26, 46),
}
BLOCKS = {1: [16], 2: [28], 3: [44], 4: [32] * 2, 5: [43] * 2, 6: [27] * 4, 7: [31] * 4}
BLOCKS |= {8: [38] * 2 + [39] * 2, 9: [36] * 3 + [37] * 2}  # data bytes of each block at level M
LEVEL_M, BYTES = 0b00, 0b0100
MASKS = [
    lambda y, x: (y + x) % 2,
    lambda y, x: y % 2,
    lambda y, x: x % 3,
    lambda y, x: (y + x) % 3,
    lambda y, x: (y // 2 + x // 3) % 2,
    lambda y, x: y * x % 2 + y * x % 3,
    lambda y, x: (y * x % 2 + y * x % 3) % 2,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2,
]


def text_of(svg: str) -> str:
    modules = _modules(svg)
    mask = _mask(modules)
    return _text(_data(_codewords(modules, MASKS[mask]), _version(modules)), _version(modules))


def _modules(svg: str) -> list[list[int]]:
    whole = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])
    rows = [[0] * whole for _ in range(whole)]
    for x, y, length in re.findall(r"M(\d+),(\d+)h(\d+)v1h-\d+z", svg):
        for step in range(int(length)):
            rows[int(y)][int(x) + step] = 1
    around = [row for row in rows[:QUIET] + rows[-QUIET:]] + [row[:QUIET] + row[-QUIET:] for row in rows]
    assert not any(map(any, around)), "something is drawn in the white that has to stay around it"
    return [row[QUIET:-QUIET] for row in rows[QUIET:-QUIET]]


def _version(modules: list[list[int]]) -> int:
    return (len(modules) - 17) // 4


def _mask(modules: list[list[int]]) -> int:
    bits = [modules[8][x] for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [modules[y][8] for y in (7, 5, 4, 3, 2, 1, 0)]
    told = int("".join(map(str, bits)), 2) ^ 0b101010000010010
    assert told >> 13 == LEVEL_M
    return told >> 10 & 0b111


def _is_data(y: int, x: int, size: int, version: int) -> bool:
    """False for the patterns by which a camera finds its way, and for what tells the mask and the version."""
    far = size - 9
    if (y < 9 and (x < 9 or x > far)) or (y > far and x < 9) or 6 in (y, x):
        return False
    if version >= 7 and ((y < 6 and x > far - 3) or (x < 6 and y > far - 3)):
        return False
    for row in ALIGNED[version]:
        for column in ALIGNED[version]:
            is_finder = (row, column) in ((6, 6), (6, size - 7), (size - 7, 6))
            if not is_finder and abs(y - row) < 3 and abs(x - column) < 3:
                return False
    return True


def _codewords(modules: list[list[int]], mask) -> list[int]:
    """Up and down in pairs of columns from the right; the column of the clock is left out."""
    size, version, bits = len(modules), _version(modules), []
    rights = [x if x > 6 else x - 1 for x in range(size - 1, 0, -2)]
    for number, right in enumerate(rights):
        for y in range(size) if number % 2 else range(size - 1, -1, -1):
            bits += [modules[y][x] ^ (not mask(y, x)) for x in (right, right - 1) if _is_data(y, x, size, version)]
    return [int("".join(map(str, map(int, bits[at : at + 8]))), 2) for at in range(0, len(bits) - 7, 8)]


def _data(words: list[int], version: int) -> list[int]:
    """The blocks one after the other; in the drawing their bytes take turns."""
    sizes, blocks, rest = BLOCKS[version], [[] for _ in BLOCKS[version]], iter(words)
    for turn in range(max(sizes)):
        for block, size in zip(blocks, sizes, strict=True):
            if turn < size:
                block.append(next(rest))
    return [word for block in blocks for word in block]


def _text(data: list[int], version: int) -> str:
    bits = "".join(f"{word:08b}" for word in data)
    assert (int(bits[:4], 2), version < 10) == (BYTES, True)
    length = int(bits[4:12], 2)
    return bytes(int(bits[12 + 8 * at : 20 + 8 * at], 2) for at in range(length)).decode()
