/* The meaning of a ruleset on what one affair is known to be: a fact is the set of its possible values (a range
   [lo, hi], null open, or a list of options), a test is true (1), false (0) or not known (null). */
var shikii = (function () {
  "use strict";
  var INF = Infinity;
  function lo(r) { return r[0] === null ? -INF : r[0]; }
  function hi(r) { return r[1] === null ? INF : r[1]; }
  function range(a, b) { return [a === -INF ? null : a, b === INF ? null : b]; }
  function numeric(fact) { return ["count", "days", "date"].indexOf(fact.kind) >= 0; }

  function holds(test, possible) {
    if (test.of) {
      var inside = possible.filter(function (o) { return test.of.indexOf(o) >= 0; }).length;
      return inside === possible.length ? 1 : inside ? null : 0;
    }
    var all = test["in"].some(function (p) { return lo(p) <= lo(possible) && hi(possible) <= hi(p); });
    if (all) { return 1; }
    return test["in"].some(function (p) { return lo(p) <= hi(possible) && lo(possible) <= hi(p); }) ? null : 0;
  }
  function all(truths) { return truths.indexOf(0) >= 0 ? 0 : truths.indexOf(null) >= 0 ? null : 1; }
  function not(truth) { return truth === null ? null : 1 - truth; }
  function truth(condition, get) {
    if (condition.all) { return all(condition.all.map(function (c) { return truth(c, get); })); }
    if (condition.any) { return not(all(condition.any.map(function (c) { return not(truth(c, get)); }))); }
    if (condition.not) { return not(truth(condition.not, get)); }
    return holds(condition, get(condition.fact));
  }
  function meet(a, b, number) {
    if (number) { var l = Math.max(lo(a), lo(b)), h = Math.min(hi(a), hi(b)); return l <= h ? range(l, h) : null; }
    var both = a.filter(function (o) { return b.indexOf(o) >= 0; });
    return both.length ? both : null;
  }
  function join(a, b, number) {
    if (number) { return range(Math.min(lo(a), lo(b)), Math.max(hi(a), hi(b))); }
    return a.concat(b.filter(function (o) { return a.indexOf(o) < 0; })).sort();
  }
  function combine(sources, number) {
    var met = sources[0], hull = sources[0];
    sources.slice(1).forEach(function (s) { met = met && meet(met, s, number); hull = join(hull, s, number); });
    return met ? [met, false] : [hull, true];
  }
  function derive(d, fact, get) {
    if (d.open) { return fact.anything; }
    if (d.left !== undefined) {
      var a = get(d.left), b = get(d.right);
      return meet(range(lo(a) - hi(b) + d.plus, hi(a) - lo(b) + d.plus), fact.anything, true) || fact.anything;
    }
    if (d.least !== undefined) {
      var sum = function (a, b) { return a + b; }, low = d.least.map(function (n) { return lo(get(n)); }), high = d.most.map(function (n) { return hi(get(n)); });
      var bottom = low.length ? Math.max(lo(fact.anything), d.least_is_sum ? low.reduce(sum) : Math.max.apply(null, low)) : lo(fact.anything);
      var top = high.length ? Math.min(hi(fact.anything), d.most_is_max ? Math.max.apply(null, high) : high.reduce(sum)) : hi(fact.anything);
      return bottom <= top ? range(bottom, top) : fact.anything;
    }
    var yes = !!d.yes && truth(d.yes, get) === 1, no = !!d.no && truth(d.no, get) === 1;
    return yes === no ? ["no", "yes"] : yes ? ["yes"] : ["no"];
  }
  function reached(rows, get) {
    return rows.filter(function (row) {
      return row.boxes.some(function (box) { return Object.keys(box).every(function (name) { return holds(box[name], get(name)) !== 0; }); });
    });
  }
  /* Run the program on the facts said; returns a look-up of every fact and of the rows reached. */
  function run(program, said) {
    var values = {}, rows = {};
    function base(name) { return name.replace(/\.conflict$/, ""); }
    function given(name) {
      if (said[name] !== undefined) { return said[name]; }
      if (/\.stated$/.test(name) && said[name.replace(/\.stated$/, "")] !== undefined) { return ["yes"]; }
      if (program.facts[name]) { return program.facts[name].unsaid; }
      if (base(name) !== name) { return ["no"]; }
      return ["no", "yes"];
    }
    function get(name) { return values[name] !== undefined ? values[name] : given(name); }
    program.steps.forEach(function (step) {
      var fact = program.facts[step.fact];
      if (step.rows) {
        rows[step.fact] = reached(step.rows, get);
        var found = rows[step.fact].map(function (r) { return r.then; });
        values[step.fact] = found.filter(function (o, i) { return found.indexOf(o) === i; }).sort();
        return;
      }
      var sources = step.derives.map(function (d) { return derive(d, fact, get); });
      if (step.narrows) { sources.push(given(step.fact)); }
      /* a source that rules nothing out takes no side, also where others contradict one another */
      var telling = sources.filter(function (s) { return String(s) !== String(fact.anything); });
      var both = combine(telling.length ? telling : sources.slice(0, 1), numeric(fact));
      values[step.fact] = both[0];
      if (step.narrows) { values[step.fact + ".conflict"] = both[1] ? ["yes"] : ["no"]; }
    });
    return { get: get, rows: rows };
  }
  function level(program, view) {
    var ids = program.level.outcomes.map(function (o) { return o.id; }), possible = view.get(program.level.fact);
    var ordered = ids.filter(function (o) { return possible.indexOf(o) >= 0; });
    return { possible: ordered, floor: ordered[0], ceiling: ordered[ordered.length - 1], rows: view.rows[program.level.fact].map(function (r) { return r.id; }) };
  }
  function duties(program, view) {
    return program.duties.map(function (d) {
      var when = truth(d.when, view.get), met = truth(d.met, view.get);
      return { duty: d, applies: when === 0 ? "no" : when === null ? "unknown" : "yes", status: when === 0 ? "not_applicable" : when === null || met === null ? "unknown" : met ? "met" : "unmet" };
    });
  }
  /* The cells of a fact between which the level's table tells no difference, within what is possible. */
  function cells(program, view, name) {
    var step = program.steps.filter(function (s) { return s.fact === program.level.fact; })[0], fact = program.facts[name], here = view.get(name);
    if (!numeric(fact)) {
      var order = fact.options.length ? fact.options.map(function (o) { return o.id; }) : ["yes", "no"];
      return order.filter(function (o) { return here.indexOf(o) >= 0; }).map(function (o) { return [o]; });
    }
    var starts = [lo(here)];
    step.rows.forEach(function (row) { row.boxes.forEach(function (box) { if (box[name]) { box[name]["in"].forEach(function (p) { starts.push(lo(p), hi(p) + 1); }); } }); });
    starts = starts.filter(function (s, i) { return isFinite(s) && s >= lo(here) && s <= hi(here) && starts.indexOf(s) === i; }).sort(function (a, b) { return a - b; });
    return starts.map(function (s, i) { return range(s, i + 1 < starts.length ? starts[i + 1] - 1 : hi(here)); });
  }
  function outcomes(program, view, name, cell) {
    var step = program.steps.filter(function (s) { return s.fact === program.level.fact; })[0];
    var found = reached(step.rows, function (n) { return n === name ? cell : view.get(n); }).map(function (r) { return r.then; });
    return program.level.outcomes.map(function (o) { return o.id; }).filter(function (o) { return found.indexOf(o) >= 0; });
  }
  function tableFacts(program) {
    var step = program.steps.filter(function (s) { return s.fact === program.level.fact; })[0], names = [];
    step.rows.forEach(function (row) { row.boxes.forEach(function (box) { Object.keys(box).forEach(function (n) { if (names.indexOf(n) < 0) { names.push(n); } }); }); });
    return names;
  }
  return { run: run, truth: truth, level: level, duties: duties, cells: cells, outcomes: outcomes, tableFacts: tableFacts, numeric: numeric, lo: lo, hi: hi };
})();
