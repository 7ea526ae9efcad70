/* Which question to ask next: the facts of the smallest sets that settle the outcome, the fewest expected questions
   first. The same search as in Python, over the same partition; sets of cells and of facts are bits of a number. */
shikii.questions = (function () {
  "use strict";
  function bits(mask) { var out = []; for (var i = 0; mask >> i; i += 1) { if (mask >> i & 1) { out.push(i); } } return out; }
  function count(mask) { return bits(mask).length; }
  function meets(a, b, number) {
    if (number) { return shikii.lo(a) <= shikii.hi(b) && shikii.lo(b) <= shikii.hi(a); }
    return a.some(function (o) { return b.indexOf(o) >= 0; });
  }
  function make(program) {
    var grid = program.grid, facts = program.facts, pairs = [];
    grid.terms.forEach(function (left, i) {
      grid.terms.slice(i + 1).forEach(function (right, k) {
        if (left[0] === right[0]) { return; }
        var both = {};
        left[1].concat(right[1]).forEach(function (atom) { both[atom[0]] = (both[atom[0]] === undefined ? -1 : both[atom[0]]) & atom[1]; });
        pairs.push([i, i + 1 + k, Object.keys(both).map(function (f) { return [Number(f), both[f]]; })]);
      });
    });
    function region(get) {
      return grid.factors.map(function (factor) {
        var here = get(factor.fact), mask = 0;
        factor.cells.forEach(function (cell, i) { if (meets(cell, here, shikii.numeric(facts[factor.fact]))) { mask |= 1 << factor.groups[i]; } });
        return mask;
      });
    }
    function alive(at) {
      var out = [];
      grid.terms.forEach(function (term, i) { if (term[1].every(function (a) { return at[a[0]] & a[1]; })) { out.push(i); } });
      return out;
    }
    function matters(at, factor) {
      var living = alive(at);
      return pairs.some(function (p) {
        if (living.indexOf(p[0]) < 0 || living.indexOf(p[1]) < 0) { return false; }
        var apart = p[2].filter(function (a) { return !(a[1] & at[a[0]]); }).map(function (a) { return a[0]; });
        return apart.length === 1 ? apart[0] === factor : !apart.length && p[2].some(function (a) { return a[0] === factor; });
      });
    }
    function minimal(sets) {
      var out = [];
      sets.filter(function (s, i) { return sets.indexOf(s) === i; }).sort(function (a, b) { return count(a) - count(b) || a - b; })
        .forEach(function (s) { if (!out.some(function (small) { return (small & s) === small; })) { out.push(s); } });
      return out;
    }
    function settling(at) {
      var living = alive(at), edges = [];
      pairs.forEach(function (p) {
        if (living.indexOf(p[0]) < 0 || living.indexOf(p[1]) < 0) { return; }
        edges.push(p[2].reduce(function (sum, a) { return a[1] & at[a[0]] ? sum : sum | 1 << a[0]; }, 0));
      });
      var least = minimal(edges), found = [0];
      if (least.indexOf(0) >= 0) { return []; }
      least.forEach(function (edge) {
        var kept = found.filter(function (s) { return s & edge; }), grown = [];
        found.forEach(function (s) { if (!(s & edge)) { bits(edge).forEach(function (f) { grown.push(s | 1 << f); }); } });
        found = minimal(kept.concat(grown.filter(function (g) { return !kept.some(function (k) { return (k & g) === k; }); })));
      });
      return found.sort(function (a, b) { return count(a) - count(b) || a - b; });
    }
    /* Exact fractions: the order of questions must not hang on rounding. */
    function gcd(a, b) { while (b) { var t = a % b; a = b; b = t; } return a; }
    function reduced(n, d) { var g = gcd(n, d) || 1n; return [n / g, d / g]; }
    function plus(a, b) { return reduced(a[0] * b[1] + b[0] * a[1], a[1] * b[1]); }
    function less(a, b) { var x = a[0] * b[1], y = b[0] * a[1]; return x < y ? -1 : x > y ? 1 : 0; }
    function replaced(at, factor, mask) { var out = at.slice(); out[factor] = mask; return out; }
    function expected(at, factor, memo) {
      var answers = bits(at[factor]).map(function (cell) { return replaced(at, factor, 1 << cell); });
      var sum = answers.map(function (a) { return rest(a, memo); }).reduce(plus, [0n, 1n]);
      return plus([1n, 1n], reduced(sum[0], sum[1] * BigInt(answers.length)));
    }
    function rest(at, memo) {
      var key = at.join();
      if (memo[key]) { return memo[key]; }
      var living = alive(at), outcomes = {}, open = {};
      living.forEach(function (i) { outcomes[grid.terms[i][0]] = true; grid.terms[i][1].forEach(function (a) { if (at[a[0]] & ~a[1]) { open[a[0]] = true; } }); });
      memo[key] = [0n, 1n];
      if (Object.keys(outcomes).length > 1) {
        var best = null;
        Object.keys(open).map(Number).sort(function (a, b) { return a - b; }).forEach(function (f) { var e = expected(at, f, memo); if (best === null || less(e, best) < 0) { best = e; } });
        if (best) { memo[key] = best; }
      }
      return memo[key];
    }
    /* The facts worth asking, the best first; none when the outcome is settled. */
    function next(get) {
      var at = region(get), outcomes = {};
      alive(at).forEach(function (i) { outcomes[grid.terms[i][0]] = true; });
      if (Object.keys(outcomes).length < 2) { return []; }
      var union = settling(at).reduce(function (a, b) { return a | b; }, 0), memo = {};
      var asked = union ? bits(union) : grid.factors.map(function (_, f) { return f; }).filter(function (f) { return count(at[f]) > 1 && matters(at, f); });
      var ranked = asked.map(function (f) { return [f, expected(at, f, memo)]; });
      ranked.sort(function (a, b) { return less(a[1], b[1]) || facts[grid.factors[a[0]].fact].cost - facts[grid.factors[b[0]].fact].cost || a[0] - b[0]; });
      return ranked.map(function (r) { return grid.factors[r[0]].fact; });
    }
    function possible(at) { var out = 0; alive(at).forEach(function (i) { out |= 1 << grid.terms[i][0]; }); return out; }
    /* Whether a fact can still bear on the outcome when, besides it, no others than these will be learned. */
    function bears(at, factor, others) {
      if (!others.length) { return bits(at[factor]).map(function (c) { return possible(replaced(at, factor, 1 << c)); }).some(function (p, _, all) { return p !== all[0]; }); }
      return bits(at[others[0]]).some(function (cell) { return bears(replaced(at, others[0], 1 << cell), factor, others.slice(1)); });
    }
    function useful(get, names) {
      var at = region(get), place = names.map(function (n) { return grid.factors.map(function (f) { return f.fact; }).indexOf(n); });
      return names.filter(function (_, i) { return place[i] >= 0 && bears(at, place[i], place.filter(function (p, k) { return k !== i && p >= 0; })); });
    }
    return { next: next, useful: useful };
  }
  return { make: make };
})();
