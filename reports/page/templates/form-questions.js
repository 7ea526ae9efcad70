/* Which question to ask next: the facts of the smallest sets that settle the outcome, the fewest expected questions
   first. The same search as in Python, over the same partition; sets of cells and of facts are bits of a number. */
shikii.questions = (() => {
  "use strict";
  function bits(mask) {
    const out = [];
    for (let i = 0; mask >> i; i += 1) {
      if ((mask >> i) & 1) {
        out.push(i);
      }
    }
    return out;
  }

  function count(mask) {
    return bits(mask).length;
  }

  function meets(a, b, number) {
    if (number) {
      return shikii.lo(a) <= shikii.hi(b) && shikii.lo(b) <= shikii.hi(a);
    }
    return a.some(o => b.indexOf(o) >= 0);
  }

  function make(program) {
    const grid = program.grid,
      facts = program.facts,
      pairs = [];
    grid.terms.forEach((left, i) => {
      grid.terms.slice(i + 1).forEach((right, k) => {
        if (left[0] === right[0]) {
          return;
        }
        const both = {};
        left[1].concat(right[1]).forEach(atom => {
          both[atom[0]] = (both[atom[0]] === undefined ? -1 : both[atom[0]]) & atom[1];
        });
        pairs.push([i, i + 1 + k, Object.keys(both).map(f => [Number(f), both[f]])]);
      });
    });
    function region(get) {
      return grid.factors.map(factor => {
        const here = get(factor.fact);
        let mask = 0;
        factor.cells.forEach((cell, i) => {
          if (meets(cell, here, shikii.numeric(facts[factor.fact]))) {
            mask |= 1 << factor.groups[i];
          }
        });
        return mask;
      });
    }

    function alive(at) {
      const out = [];
      grid.terms.forEach((term, i) => {
        if (term[1].every(a => at[a[0]] & a[1])) {
          out.push(i);
        }
      });
      return out;
    }

    function matters(at, factor) {
      const living = alive(at);
      return pairs.some(p => {
        if (living.indexOf(p[0]) < 0 || living.indexOf(p[1]) < 0) {
          return false;
        }
        const apart = p[2].filter(a => !(a[1] & at[a[0]])).map(a => a[0]);
        return apart.length === 1 ? apart[0] === factor : !apart.length && p[2].some(a => a[0] === factor);
      });
    }

    function minimal(sets) {
      const out = [];
      sets
        .filter((s, i) => sets.indexOf(s) === i)
        .sort((a, b) => count(a) - count(b) || a - b)
        .forEach(s => {
          if (!out.some(small => (small & s) === small)) {
            out.push(s);
          }
        });
      return out;
    }

    function settling(at) {
      const living = alive(at),
        edges = [];
      pairs.forEach(p => {
        if (living.indexOf(p[0]) < 0 || living.indexOf(p[1]) < 0) {
          return;
        }
        edges.push(p[2].reduce((sum, a) => (a[1] & at[a[0]] ? sum : sum | (1 << a[0])), 0));
      });
      const least = minimal(edges);
      let found = [0];
      if (least.indexOf(0) >= 0) {
        return [];
      }
      least.forEach(edge => {
        const kept = found.filter(s => s & edge),
          grown = [];
        found.forEach(s => {
          if (!(s & edge)) {
            bits(edge).forEach(f => {
              grown.push(s | (1 << f));
            });
          }
        });
        found = minimal(kept.concat(grown.filter(g => !kept.some(k => (k & g) === k))));
      });
      return found.sort((a, b) => count(a) - count(b) || a - b);
    }

    /* Exact fractions: the order of questions must not hang on rounding. */
    function gcd(a, b) {
      while (b) {
        const t = a % b;
        a = b;
        b = t;
      }
      return a;
    }

    function reduced(n, d) {
      const g = gcd(n, d) || 1n;
      return [n / g, d / g];
    }

    function plus(a, b) {
      return reduced(a[0] * b[1] + b[0] * a[1], a[1] * b[1]);
    }

    function less(a, b) {
      const x = a[0] * b[1],
        y = b[0] * a[1];
      return x < y ? -1 : x > y ? 1 : 0;
    }

    function replaced(at, factor, mask) {
      const out = at.slice();
      out[factor] = mask;
      return out;
    }

    function expected(at, factor, memo) {
      const answers = bits(at[factor]).map(cell => replaced(at, factor, 1 << cell));
      const sum = answers.map(a => rest(a, memo)).reduce(plus, [0n, 1n]);
      return plus([1n, 1n], reduced(sum[0], sum[1] * BigInt(answers.length)));
    }

    function rest(at, memo) {
      const key = at.join();
      if (memo[key]) {
        return memo[key];
      }
      const living = alive(at),
        outcomes = {},
        open = {};
      living.forEach(i => {
        outcomes[grid.terms[i][0]] = true;
        grid.terms[i][1].forEach(a => {
          if (at[a[0]] & ~a[1]) {
            open[a[0]] = true;
          }
        });
      });
      memo[key] = [0n, 1n];
      if (Object.keys(outcomes).length > 1) {
        let best = null;
        Object.keys(open)
          .map(Number)
          .sort((a, b) => a - b)
          .forEach(f => {
            const e = expected(at, f, memo);
            if (best === null || less(e, best) < 0) {
              best = e;
            }
          });
        if (best) {
          memo[key] = best;
        }
      }
      return memo[key];
    }

    function exact(possible, fact) {
      return ["count", "days", "date"].indexOf(fact.kind) >= 0
        ? possible[0] !== null && possible[0] === possible[1]
        : possible.length === 1;
    }

    /* The facts worth asking, the best first; none when the outcome is settled. */
    function next(get) {
      const at = region(get),
        outcomes = {};
      alive(at).forEach(i => {
        outcomes[grid.terms[i][0]] = true;
      });
      if (Object.keys(outcomes).length < 2) {
        return [];
      }
      const union = settling(at).reduce((a, b) => a | b, 0),
        memo = {};
      const asked = union
        ? bits(union)
        : grid.factors.map((_, f) => f).filter(f => count(at[f]) > 1 && matters(at, f));
      const ranked = asked.map(f => [f, expected(at, f, memo)]);
      ranked.sort(
        (a, b) =>
          less(a[1], b[1]) ||
          facts[grid.factors[a[0]].fact].cost - facts[grid.factors[b[0]].fact].cost ||
          a[0] - b[0]
      );
      /* for a concluded fact, what it is concluded from, as far as that is open */
      const names = [];
      ranked.forEach(r => {
        const name = grid.factors[r[0]].fact,
          from = facts[name].from;
        (from.length ? from.filter(n => !exact(get(n), facts[n])) : [name]).forEach(n => {
          if (names.indexOf(n) < 0) {
            names.push(n);
          }
        });
      });
      return names;
    }

    function possible(at) {
      let out = 0;
      alive(at).forEach(i => {
        out |= 1 << grid.terms[i][0];
      });
      return out;
    }

    /* Whether a fact can still bear on the outcome when, besides it, no others than these will be learned. */
    function bears(at, factor, others) {
      if (!others.length) {
        return bits(at[factor])
          .map(c => possible(replaced(at, factor, 1 << c)))
          .some((p, _, all) => p !== all[0]);
      }
      return bits(at[others[0]]).some(cell =>
        bears(replaced(at, others[0], 1 << cell), factor, others.slice(1))
      );
    }

    function useful(get, names) {
      const at = region(get),
        place = names.map(n => grid.factors.map(f => f.fact).indexOf(n));
      return names.filter(
        (_, i) =>
          place[i] < 0 ||
          bears(
            at,
            place[i],
            place.filter((p, k) => k !== i && p >= 0)
          )
      );
    }
    return { next: next, useful: useful };
  }
  return { make: make };
})();
