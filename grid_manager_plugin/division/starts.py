"""Plans from random spanning trees: where the search begins."""

from __future__ import annotations

import numpy as np

from grid_manager_plugin.division.terrain import Terrain


def grow_tree(terrain: Terrain, links, weights, labels, part):
    """Kruskal over the links inside ``part``."""


def tree_plan(terrain: Terrain, parts: int, random: np.random.Generator) -> list[int]:
    """Return labels of a connected plan made by cutting random spanning trees near the middle of the population."""
    half = len(terrain.source) // 2
    source = terrain.source[:half].tolist()
    target = terrain.target[:half].tolist()
    labels = [0] * terrain.blocks
    queue = [(0, parts)]
    used = 1
    while queue:
        part, count = queue.pop()
        if count == 1:
            continue
        inside = [i for i in range(half) if labels[source[i]] == part and labels[target[i]] == part]
        order = [inside[i] for i in np.argsort(random.random(len(inside)), kind="stable").tolist()]
        members = [b for b in range(terrain.blocks) if labels[b] == part]
        side, small = cut_tree(terrain, members, [(source[i], target[i]) for i in order], count)
        for b in side:
            labels[b] = used
        queue.append((part, count - small))
        queue.append((used, small))
        used += 1
    return labels


def cut_tree(terrain, members, links, count):
    root = {b: b for b in members}

    def find(x):
        while root[x] != x:
            root[x] = root[root[x]]
            x = root[x]
        return x
    near = {b: [] for b in members}
    for one, other in links:
        r, s = find(one), find(other)
        if r != s:
            root[r] = s
            near[one].append(other)
            near[other].append(one)
    top = members[0]
    order = [top]
    parent = {top: -1}
    for b in order:
        for o in near[b]:
            if o != parent[b]:
                parent[o] = b
                order.append(o)
    people = {b: terrain.population[b] for b in members}
    size = {b: 1 for b in members}
    for b in reversed(order):
        up = parent[b]
        if up >= 0:
            people[up] += people[b]
            size[up] += size[b]
    total, n = people[top], len(members)
    mean = total / count or 1.0
    best = None
    for b in order[1:]:
        for small in range(1, count):
            if size[b] < small or n - size[b] < count - small:
                continue
            off = max(abs(people[b] / small - mean), abs((total - people[b]) / (count - small) - mean))
            if best is None or off < best[0]:
                best = (off, b, small)
    _, b, small = best
    side = [b]
    for x in side:
        side.extend(o for o in near[x] if o != parent[x])
    return side, small
