"""Arithmetic on spans: (offset, length) in bytes, in ascending lists."""

BLOCK = 4096
PIECE = 4 << 20  # what is read, digested or written at once


def total(spans):
    return sum(length for _, length in spans)


def merged(spans):
    """Ascending, with touching and overlapping ones joined."""
    joined = []
    for offset, length in sorted(spans):
        if length == 0:
            continue
        if joined and offset <= joined[-1][0] + joined[-1][1]:
            first, had = joined[-1]
            joined[-1] = (first, max(had, offset + length - first))
        else:
            joined.append((offset, length))
    return joined


def minus(spans, others):
    """What of `spans` no span of `others` covers."""
    left = []
    cuts = merged(others)
    at = 0
    for offset, length in merged(spans):
        end = offset + length
        while at < len(cuts) and sum(cuts[at]) <= offset:
            at += 1
        here = at
        while here < len(cuts) and cuts[here][0] < end:
            cut, size = cuts[here]
            if cut > offset:
                left.append((offset, cut - offset))
            offset = max(offset, cut + size)
            here += 1
        if offset < end:
            left.append((offset, end - offset))
    return left


def whole_blocks(spans, block=BLOCK):
    """The whole blocks inside the spans."""
    inside = []
    for offset, length in merged(spans):
        first = -(-offset // block) * block
        last = (offset + length) // block * block
        if last > first:
            inside.append((first, last - first))
    return inside


def pieces(spans, size=PIECE):
    """The same bytes, cut at multiples of `size`."""
    cut = []
    for offset, length in spans:
        end = offset + length
        while offset < end:
            step = min(end, (offset // size + 1) * size) - offset
            cut.append((offset, step))
            offset += step
    return cut
