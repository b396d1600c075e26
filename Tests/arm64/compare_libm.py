"""By how many steps the results of two machines differ that rest on their libm.

Two files of lines `name input bits`, and the largest distance that is let through.
"""

import sys


def place(bits):
    return bits if bits < 1 << 63 else (1 << 63) - bits


def main(path, other, limit):
    worst, differ, total = {}, {}, {}
    with open(path) as a, open(other) as b:
        for one, two in zip(a, b, strict=True):
            name, x, left = one.split()
            again, same, right = two.split()
            if (name, x) != (again, same):
                sys.exit(f"{path}, {other}: not the same inputs: {name} {x}, {again} {same}")
            steps = abs(place(int(left, 16)) - place(int(right, 16)))
            total[name] = total.get(name, 0) + 1
            differ[name] = differ.get(name, 0) + (steps > 0)
            if steps > worst.get(name, (-1, ""))[0]:
                worst[name] = (steps, x)
    for name, count in total.items():
        print(f"{name}: {differ[name]} of {count} results differ, by at most "
              f"{worst[name][0]} steps (bfloat16 {worst[name][1]})")
    if not total or any(steps > limit for steps, _ in worst.values()):
        sys.exit(f"more than {limit} steps, or nothing to compare")


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
