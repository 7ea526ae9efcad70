/* The meaning of a ruleset on what one affair is known to be: a fact is the set of its possible values (a range
   [lo, hi], null open, or a list of options), a test is true (1), false (0) or not known (null). */
const shikii = (() => {
  "use strict";
  const INF = Infinity;

  function lo(r) {
    return r[0] === null ? -INF : r[0];
  }

  function hi(r) {
    return r[1] === null ? INF : r[1];
  }

  function range(a, b) {
    return [a === -INF ? null : a, b === INF ? null : b];
  }

  function numeric(fact) {
    return ["count", "days", "date"].indexOf(fact.kind) >= 0;
  }

  function holds(test, possible) {
    if (test.of) {
      const inside = possible.filter(o => test.of.indexOf(o) >= 0).length;
      return inside === possible.length ? 1 : inside ? null : 0;
    }
    const all = test["in"].some(p => lo(p) <= lo(possible) && hi(possible) <= hi(p));
    if (all) {
      return 1;
    }
    return test["in"].some(p => lo(p) <= hi(possible) && lo(possible) <= hi(p)) ? null : 0;
  }

  function all(truths) {
    return truths.indexOf(0) >= 0 ? 0 : truths.indexOf(null) >= 0 ? null : 1;
  }

  function not(truth) {
    return truth === null ? null : 1 - truth;
  }

  function truth(condition, get) {
    if (condition.all) {
      return all(condition.all.map(c => truth(c, get)));
    }
    if (condition.any) {
      return not(all(condition.any.map(c => not(truth(c, get)))));
    }
    if (condition.not) {
      return not(truth(condition.not, get));
    }
    return holds(condition, get(condition.fact));
  }

  function meet(a, b, number) {
    if (number) {
      const l = Math.max(lo(a), lo(b)),
        h = Math.min(hi(a), hi(b));
      return l <= h ? range(l, h) : null;
    }
    const both = a.filter(o => b.indexOf(o) >= 0);
    return both.length ? both : null;
  }

  function join(a, b, number) {
    if (number) {
      return range(Math.min(lo(a), lo(b)), Math.max(hi(a), hi(b)));
    }
    return a.concat(b.filter(o => a.indexOf(o) < 0)).sort();
  }

  function combine(sources, number, apart) {
    let met = sources[0],
      hull = sources[0];
    sources.slice(1).forEach(s => {
      met = met && meet(met, s, number);
      hull = join(hull, s, number);
    });
    return met && !apart ? [met, false] : [hull, !met];
  }

  function derive(d, fact, get) {
    if (d.open) {
      return fact.anything;
    }
    if (d.left !== undefined) {
      const a = get(d.left),
        b = get(d.right);
      return (
        meet(range(lo(a) - hi(b) + d.plus, hi(a) - lo(b) + d.plus), fact.anything, true) || fact.anything
      );
    }
    if (d.least !== undefined) {
      const sum = (a, b) => a + b,
        low = d.least.map(n => lo(get(n))),
        high = d.most.map(n => hi(get(n)));
      const bottom = low.length
        ? Math.max(lo(fact.anything), d.least_is_sum ? low.reduce(sum) : Math.max.apply(null, low))
        : lo(fact.anything);
      const top = high.length
        ? Math.min(hi(fact.anything), d.most_is_max ? Math.max.apply(null, high) : high.reduce(sum))
        : hi(fact.anything);
      return bottom <= top ? range(bottom, top) : fact.anything;
    }
    const yes = !!d.yes && truth(d.yes, get) === 1,
      no = !!d.no && truth(d.no, get) === 1;
    return yes === no ? ["no", "yes"] : yes ? ["yes"] : ["no"];
  }

  function reached(rows, get) {
    return rows.filter(row =>
      row.boxes.some(box => Object.keys(box).every(name => holds(box[name], get(name)) !== 0))
    );
  }

  /* Run the program on the facts said; returns a look-up of every fact and of the rows reached. */
  function run(program, said) {
    const values = {},
      rows = {};
    function base(name) {
      return name.replace(/\.conflict$/, "");
    }

    function given(name) {
      if (said[name] !== undefined) {
        return said[name];
      }
      if (/\.stated$/.test(name) && said[name.replace(/\.stated$/, "")] !== undefined) {
        return ["yes"];
      }
      if (program.facts[name]) {
        return program.facts[name].unsaid;
      }
      if (base(name) !== name) {
        return ["no"];
      }
      return ["no", "yes"];
    }

    function get(name) {
      return values[name] !== undefined ? values[name] : given(name);
    }
    program.steps.forEach(step => {
      const fact = program.facts[step.fact];
      if (step.rows) {
        rows[step.fact] = reached(step.rows, get);
        const found = rows[step.fact].map(r => r.then);
        values[step.fact] = found.filter((o, i) => found.indexOf(o) === i).sort();
        return;
      }
      const sources = step.derives.map(d => derive(d, fact, get));
      const flag = step.narrows && said[step.fact + ".conflict"],
        apart = !!flag && String(flag) === "yes";
      if (step.narrows) {
        sources.push(given(step.fact));
      }
      /* an uninformative source never conflicts; one that stands for contradicting sources is informative */
      const telling = sources.filter(
        (s, i) => (apart && i === sources.length - 1) || String(s) !== String(fact.anything)
      );
      const both = combine(telling.length ? telling : sources.slice(0, 1), numeric(fact), apart);
      values[step.fact] = both[0];
      if (step.narrows) {
        values[step.fact + ".conflict"] = both[1] ? ["yes"] : apart ? ["no", "yes"] : ["no"];
      }
    });
    return { get: get, rows: rows, said: said };
  }

  function level(program, view) {
    const ids = program.level.outcomes.map(o => o.id),
      possible = view.get(program.level.fact);
    const ordered = ids.filter(o => possible.indexOf(o) >= 0);
    return {
      possible: ordered,
      floor: ordered[0],
      ceiling: ordered[ordered.length - 1],
      rows: view.rows[program.level.fact].map(r => r.id)
    };
  }

  function duties(program, view) {
    return program.duties.map(d => {
      const when = truth(d.when, view.get),
        met = truth(d.met, view.get);
      return {
        duty: d,
        applies: when === 0 ? "no" : when === null ? "unknown" : "yes",
        status:
          when === 0 ? "not_applicable" : when === null || met === null ? "unknown" : met ? "met" : "unmet"
      };
    });
  }

  /* The cells of a fact between which the level's table tells no difference, within what is possible. */
  function cells(program, view, name) {
    const step = program.steps.filter(s => s.fact === program.level.fact)[0],
      fact = program.facts[name],
      here = view.get(name);
    if (!numeric(fact)) {
      const order = fact.options.length ? fact.options.map(o => o.id) : ["yes", "no"];
      return order.filter(o => here.indexOf(o) >= 0).map(o => [o]);
    }
    let starts = [lo(here)];
    step.rows.forEach(row => {
      row.boxes.forEach(box => {
        if (box[name]) {
          box[name]["in"].forEach(p => {
            starts.push(lo(p), hi(p) + 1);
          });
        }
      });
    });
    starts = starts
      .filter((s, i) => isFinite(s) && s >= lo(here) && s <= hi(here) && starts.indexOf(s) === i)
      .sort((a, b) => a - b);
    return starts.map((s, i) => range(s, i + 1 < starts.length ? starts[i + 1] - 1 : hi(here)));
  }

  function outcomes(program, view, name, cell) {
    const step = program.steps.filter(s => s.fact === program.level.fact)[0];
    const feeds = tableFacts(program).some(n => program.facts[n].from.indexOf(name) >= 0);
    if (feeds) {
      /* the table reads it through other facts too */
      return level(program, run(program, Object.assign({}, view.said, { [name]: cell }))).possible;
    }
    const found = reached(step.rows, n => (n === name ? cell : view.get(n))).map(r => r.then);
    return program.level.outcomes.map(o => o.id).filter(o => found.indexOf(o) >= 0);
  }

  function tableFacts(program) {
    const step = program.steps.filter(s => s.fact === program.level.fact)[0],
      names = [];
    step.rows.forEach(row => {
      row.boxes.forEach(box => {
        Object.keys(box).forEach(n => {
          if (names.indexOf(n) < 0) {
            names.push(n);
          }
        });
      });
    });
    return names;
  }
  return {
    run: run,
    truth: truth,
    level: level,
    duties: duties,
    cells: cells,
    outcomes: outcomes,
    tableFacts: tableFacts,
    numeric: numeric,
    lo: lo,
    hi: hi
  };
})();
