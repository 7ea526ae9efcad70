(function () {
  "use strict";
  var program = JSON.parse(document.getElementById("program").textContent), ui = program.words;
  var questions = shikii.questions.make(program), OPENING = ["affair", "organization"], COUNTED = { headcount: "headcount_as_of", handlers: "handlers_as_of" }, DUTIES = ["organization_kind"];
  /* What was said: fact -> {possible, value for the facts file}; texts and dates of counting stand beside. */
  var state = { said: {}, raw: {}, asked: [] }, past = [];
  function lang() { return document.documentElement.lang === "en" ? "en" : "ja"; }
  function t(group, key) { var e = (ui[group] || {})[key]; return e ? e[lang()] || e.ja : key; }
  function el(tag, more, children) {
    var node = document.createElement(tag);
    Object.keys(more || {}).forEach(function (k) { if (k === "text") { node.textContent = more[k]; } else if (k === "on") { Object.keys(more.on).forEach(function (e) { node.addEventListener(e, more.on[e]); }); } else { node.setAttribute(k, more[k]); } });
    (children || []).forEach(function (c) { if (c) { node.appendChild(typeof c === "string" ? document.createTextNode(c) : c); } });
    return node;
  }
  function fact(name) { return program.facts[name]; }
  function label(name) { return fact(name)[lang()] || fact(name).ja; }
  function words(name, option) {
    var f = fact(name), o = f.options.filter(function (x) { return x.id === option; })[0];
    if (o) { return lang() === "en" ? o.en || o.ja : o.ja; }
    return lang() === "en" ? option : f.words[option] || option;
  }
  function number(n, unit) {
    if (lang() === "en") { return n.toLocaleString("en"); }
    return n && n % 10000 === 0 ? (n / 10000).toLocaleString("en") + "万" + unit : n.toLocaleString("en") + unit;
  }
  function show(name, p) {
    var f = fact(name);
    if (!shikii.numeric(f)) { return p.length === f.anything.length ? t("ui", "form_unknown") : p.map(function (o) { return words(name, o); }).join(lang() === "en" ? " or " : "又は"); }
    if (f.kind === "date") { return p[0] === p[1] ? day(p[0]) : t("ui", "form_unknown"); }
    var a = shikii.lo(p), z = shikii.hi(p), low = a <= shikii.lo(f.anything), open = z === Infinity;
    if (a === z) { return number(a, f.unit); }
    if (low && open) { return t("ui", "form_unknown"); }
    return lang() === "en" ? band(low, open, a, z) : bandJa(low, open, a, z, f.unit);
  }
  /* Ranges by the rounder number, in one style: the words of the terminal (`write_band`, `in_english`). */
  function zeros(n) { return /0*$/.exec(String(n))[0].length; }
  function staysUnder(low, z) { var u = zeros(z + 1), l = zeros(z); return u > l || (u === l && low); }
  function band(low, open, a, z) {
    if (open) { return number(a, "") + " or more"; }
    var most = staysUnder(low, z) ? "under " + number(z + 1, "") : number(z, "");
    return low ? (staysUnder(low, z) ? most : "up to " + most) : number(a, "") + " to " + most;
  }
  function bandJa(low, open, a, z, unit) {
    if (open) { return number(a, unit) + "以上"; }
    var under = staysUnder(low, z), most = under ? z + 1 : z, word = under ? "未満" : "以下";
    if (low) { return number(most, unit) + word; }
    if (a >= 10000 && (a % 10000 === 0) !== (most % 10000 === 0)) { return a.toLocaleString("en") + unit + "以上" + most.toLocaleString("en") + unit + word; }
    return number(a, unit) + "以上" + number(most, unit) + word;
  }
  var EPOCH = Date.UTC(1970, 0, 1) / 86400000 - 719163;
  function ordinal(text) { var m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text); return m ? Date.UTC(m[1], m[2] - 1, m[3]) / 86400000 - EPOCH : null; }
  function day(n) { return new Date((n + EPOCH) * 86400000).toISOString().slice(0, 10); }

  /* Counts as people write them: digits of any width, 万 and 千, and the official bands. */
  function one(text) {
    var m = /^(?:([0-9,]+)億)?(?:([0-9,]+)万)?(?:([0-9,]+)(千)?)?(?:人|名)?$/.exec(text);
    if (!text || !m || !(m[1] || m[2] || m[3])) { return null; }
    if (m.slice(1, 4).some(function (x) { return x && !/^(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3})+)$/.test(x); })) { return null; }
    function n(x) { return x ? Number(x.replace(/,/g, "")) : 0; }
    var value = n(m[1]) * 1e8 + n(m[2]) * 1e4 + n(m[3]) * (m[4] ? 1000 : 1);
    return Number.isSafeInteger(value) ? value : null;
  }
  function read(text) {
    var plain = text.normalize("NFKC").replace(/\s/g, "").toLowerCase(), exact = one(plain), m;
    if (exact !== null) { return [exact, exact]; }
    if ((m = /^(?:(.+)以上)?(?:(.+)(未満|以下))?$/.exec(plain))) { return ends(m[1], m[2], m[3] === "以下" ? 0 : 1); }
    if ((m = /^(.+)(?:\.\.|-|~|から)(.+)$/.exec(plain))) { return ends(m[1], m[2], 0); }
    if ((m = /^(.+)ormore$/.exec(plain))) { return ends(m[1], "", 0); }
    if ((m = /^upto(.+)$/.exec(plain))) { return ends("", m[1], 0); }
    if ((m = /^(?:(.+)to)?(under)?(.+)$/.exec(plain)) && (m[1] || m[2])) { return ends(m[1], m[3], m[2] ? 1 : 0); }
    return null;
  }
  function ends(least, most, less) {
    if (!least && !most) { return null; }
    var a = least ? one(least) : 0, z = most ? one(most) : Infinity;
    return a === null || z === null || a > z - less ? null : [a, z === Infinity ? null : z - less];
  }

  function view() { return shikii.run(program, state.said); }
  function open(name) { return state.asked.indexOf(name) < 0 && state.said[name] === undefined && state.raw[name] === undefined; }
  function changesDuties(name) {
    var seen = {};
    fact(name).anything.forEach(function (o) { var said = Object.assign({}, state.said); said[name] = [o]; seen[shikii.duties(program, shikii.run(program, said)).map(function (d) { return d.status; }).join()] = true; });
    return Object.keys(seen).length > 1;
  }
  function question() {
    var texts = OPENING.filter(open)[0];
    if (texts) { return { fact: texts, matters: "record" }; }
    var v = view(), level = questions.useful(v.get, questions.next(v.get).filter(open))[0];
    if (level) { return { fact: level, matters: "level", view: v }; }
    var counted = Object.keys(COUNTED).filter(function (n) { return state.said[n] && open(COUNTED[n]); })[0];
    if (counted) { return { fact: COUNTED[counted], matters: "record" }; }
    var duty = DUTIES.filter(function (n) { return open(n) && changesDuties(n); })[0];
    if (duty) { return { fact: duty, matters: "duties" }; }
    var taken = shikii.tableFacts(program).filter(function (n) { return open(n) && granted(v, n); })[0];
    return taken ? { fact: taken, matters: "level", view: unsaid(v, taken) } : null;
  }
  /* What is only presumed is confirmed at the end, where another answer would change the level. */
  function unsaid(v, name) { return { get: function (n) { return n === name ? fact(name).anything : v.get(n); }, rows: v.rows }; }
  function granted(v, name) {
    if (!fact(name).presumed || String(v.get(name)) !== String(fact(name).unsaid)) { return false; }
    var seen = {};
    fact(name).anything.forEach(function (o) { seen[shikii.outcomes(program, v, name, [o]).join()] = true; });
    return Object.keys(seen).length > 1;
  }
  function remember() { past.push(JSON.stringify(state)); }
  function told(name, possible, raw) { remember(); state.asked.push(name); if (possible) { state.said[name] = possible; } if (raw !== undefined) { state.raw[name] = raw; } draw(true); }
  function back() { if (past.length) { state = JSON.parse(past.pop()); draw(true); } }

  function between(levels) {
    var ends = [levels[0], levels[levels.length - 1]].map(function (l) { return t("level", l); });
    if (levels.length === 1) { return ends[0]; }
    return lang() === "en" ? ends.join(" to ") : levels.length === 2 ? ends.join("又は") : ends.join("から") + "までのいずれか";
  }
  /* Floor and ceiling; a line may break between them, not within. */
  function span(level) {
    return [t("ui", "at_least") + " " + t("level", level.floor) + (lang() === "en" ? ", " : "、"), t("ui", "at_most") + " " + t("level", level.ceiling)].map(function (x) { return el("span", { "class": "whole", text: x }); });
  }
  function phrased(level) { return level.possible.length === 1 ? el("p", { "class": "phrase", lang: "ja", text: phrase(level) }) : el("p", { "class": "phrase" }, span(level)); }
  function prospects(q) {
    var merged = [];
    shikii.cells(program, q.view, q.fact).forEach(function (cell) {
      var levels = shikii.outcomes(program, q.view, q.fact, cell), last = merged[merged.length - 1];
      if (last && last.levels.join() === levels.join()) { last.cell = shikii.numeric(fact(q.fact)) ? [last.cell[0], cell[1]] : last.cell.concat(cell); } else { merged.push({ cell: cell, levels: levels }); }
    });
    return merged;
  }
  function ask(q) {
    var box = document.getElementById("question"), f = fact(q.fact), number = f.kind === "count", date = f.kind === "date", text = f.kind === "text";
    box.textContent = "";
    box.appendChild(el("h2", { id: "question-title", text: (lang() === "en" ? f.ask_en || f.en : f.ask || f.ja) }));
    if (f.how) { box.appendChild(el("p", { "class": "how", id: "how", text: lang() === "en" ? f.how_en : f.how })); }
    var error = el("p", { "class": "mistake", role: "alert", id: "mistake" });
    if (number || date || text) {
      var input = el("input", { id: "answer", name: "answer", type: date ? "date" : "text", autocomplete: "off", "aria-labelledby": "question-title", "aria-describedby": (f.how ? "how " : "") + "mistake" });
      if (number) { input.setAttribute("inputmode", "text"); input.setAttribute("placeholder", lang() === "en" ? "e.g. 250000" : "例 25万人、10万人以上30万人未満"); }
      box.appendChild(el("form", { "class": "answer", on: { submit: function (event) {
        event.preventDefault();
        var value = input.value.trim();
        if (text) { if (value) { told(q.fact, null, value); } else { told(q.fact); } return; }
        var p = date ? (ordinal(value) === null ? null : [ordinal(value), ordinal(value)]) : read(value);
        if (!p) { error.textContent = t("ui", date ? "form_bad_date" : "form_bad_number"); input.focus(); return; }
        told(q.fact, p, date ? value : p[0] === p[1] ? p[0] : raw(q.fact, p));
      } } }, [input, el("button", { type: "submit", "class": "primary", text: t("ui", "form_answer") })]));
      box.appendChild(error);
    }
    if (!date && !text) {
      var choices = q.matters === "level" ? shikii.cells(program, q.view, q.fact) : f.anything.map(function (o) { return [o]; });
      if (!number) { choices = f.options.length ? f.options.map(function (o) { return [o.id]; }).filter(function (c) { return (q.view || view()).get(q.fact).indexOf(c[0]) >= 0; }) : [["yes"], ["no"]]; }
      box.appendChild(el("ul", { "class": "choices" }, choices.map(function (cell) {
        return el("li", {}, [el("button", { type: "button", text: show(q.fact, cell), on: { click: function () { told(q.fact, cell, raw(q.fact, cell)); } } })]);
      })));
    }
    if (q.matters === "level") {
      var why = el("details", { "class": "quiet" }, [el("summary", { text: t("ui", "form_why") })]);
      why.appendChild(el("ul", {}, prospects(q).map(function (p) { return el("li", { text: show(q.fact, p.cell) + " → " + between(p.levels) }); })));
      box.appendChild(why);
    } else { box.appendChild(el("p", { "class": "meta", text: t("ui", q.matters === "duties" ? "form_for_duties" : "form_for_record") })); }
    box.appendChild(el("p", { "class": "steps" }, [
      el("button", Object.assign({ type: "button", text: t("ui", "form_back"), id: "back", on: { click: back } }, past.length ? {} : { disabled: "" })),
      el("button", { type: "button", text: t("ui", "form_skip"), id: "skip", on: { click: function () { told(q.fact); } } })
    ]));
  }
  function raw(name, cell) {
    var f = fact(name);
    if (f.kind === "yesno") { return cell[0] === "yes"; }
    if (f.kind === "choice") { return cell[0]; }
    var english = document.documentElement.lang; document.documentElement.lang = "ja";
    try { return show(name, cell); } finally { document.documentElement.lang = english; }
  }
  function finished() {
    var box = document.getElementById("question");
    box.textContent = "";
    box.appendChild(el("h2", { text: t("ui", "form_done") }));
    box.appendChild(el("p", { text: t("ui", "form_done_help") }));
    box.appendChild(el("p", { "class": "steps" }, [el("button", { type: "button", text: t("ui", "form_back"), id: "back", on: { click: back } }), el("button", { type: "button", "class": "primary", text: t("ui", "print"), on: { click: function () { window.print(); } } })]));
  }

  function phrase(level) { var o = program.level.outcomes.filter(function (x) { return x.id === level.floor; })[0]; return o.phrase; }
  function drawNow(level) {
    var box = document.getElementById("now");
    box.textContent = "";
    box.appendChild(phrased(level));
    box.appendChild(el("ol", { "class": "ladder" }, program.level.outcomes.map(function (o) { return el("li", { "class": level.possible.indexOf(o.id) < 0 ? "out" : level.possible.length === 1 ? "settled level-" + o.id : "possible", text: t("level", o.id) }); })));
  }
  function drawSaid() {
    var box = document.getElementById("said"), names = state.asked.filter(function (n) { return state.said[n] || state.raw[n] !== undefined; });
    box.textContent = "";
    if (!names.length) { box.appendChild(el("p", { "class": "meta", text: t("ui", "form_none_said") })); return; }
    box.appendChild(el("dl", {}, names.reduce(function (out, n) { return out.concat(el("dt", { text: label(n) }), el("dd", { text: state.said[n] ? show(n, state.said[n]) : state.raw[n] })); }, [])));
  }
  function table(head, rows, kind) {
    return el("div", { "class": "wide", tabindex: "0" }, [el("table", kind ? { "class": kind } : {}, [
      head ? el("thead", {}, [el("tr", {}, head.map(function (h) { return el("th", { scope: "col", text: h }); }))]) : null,
      el("tbody", {}, rows.map(function (row) { return el("tr", {}, row.map(function (cell, i) { return el(!head && i === 0 ? "th" : "td", !head && i === 0 ? { scope: "row", text: cell } : { text: cell }); })); }))
    ])]);
  }
  function because(row, v, level) {
    var own = lang() === "en" ? row.because_en || row.title_en + "." : row.because || "「" + row.title + "」に当たるからです。", name = t("level", level.floor);
    var text = own.replace(/\{([\w.]+)\}/g, function (all, n) { return program.facts[n] ? show(n, v.get(n)) : all; });
    return (lang() === "en" ? name + ". " : name + "です。") + text;
  }
  /* The same record, in the same order, as the one that `shikii prescreen --memo` writes. */
  function drawMemo(v, level) {
    var box = document.getElementById("memo"), rows = level.rows.map(function (id) { return program.level.rows[id]; }), counted = Object.keys(COUNTED).map(function (k) { return COUNTED[k]; });
    box.textContent = "";
    box.appendChild(el("h2", { id: "memo-title", text: t("ui", "memo") }));
    box.appendChild(table(null, [[t("ui", "affair"), state.raw.affair || ""], [t("ui", "organization"), state.raw.organization || ""], [t("ui", "as_of"), program.as_of]], "who"));
    box.appendChild(el("h3", { text: t("ui", "memo_facts") }));
    var names = Object.keys(program.facts).filter(function (n) { return state.said[n] && counted.indexOf(n) < 0; });
    var taken = shikii.tableFacts(program).filter(function (n) { return !state.said[n] && fact(n).presumed && String(v.get(n)) === String(fact(n).unsaid); });
    box.appendChild(names.length ? table([t("ui", "fact"), t("ui", "value"), t("ui", "counted_on")], names.map(function (n) { return [label(n), show(n, state.said[n]), COUNTED[n] && state.said[COUNTED[n]] ? show(COUNTED[n], state.said[COUNTED[n]]) : ""]; }).concat(taken.map(function (n) { return [label(n), show(n, v.get(n)) + t("ui", "taken"), ""]; }))) : el("p", { text: t("ui", "no_facts") }));
    box.appendChild(el("h3", { text: t("ui", "memo_result") }));
    var settled = level.possible.length === 1, basis = [];
    rows.forEach(function (r) { r.basis.forEach(function (b) { if (basis.indexOf(b) < 0) { basis.push(b); } }); });
    box.appendChild(phrased(level));
    if (settled) { box.appendChild(el("p", { text: because(rows[0], v, level) })); }
    box.appendChild(el("p", { "class": "meta", text: t("ui", "basis") + " " + basis.join("、") }));
    var duties = shikii.duties(program, v).filter(function (d) { return d.status !== "not_applicable"; });
    if (duties.length) {
      box.appendChild(el("h3", { text: t("ui", "memo_duties") }));
      box.appendChild(table([t("ui", "memo_state"), t("ui", "kind"), t("ui", "duties"), t("ui", "basis")], duties.map(function (d) { return [t("duty_state", d.applies === "unknown" ? "undecided" : d.status), t("strength", d.duty.strength), lang() === "en" && d.duty.title_en || d.duty.title, d.duty.basis.join("、")]; }), "duties"));
    }
    box.appendChild(el("h3", { text: t("ui", "memo_open") }));
    var left = questions.next(v.get).map(function (n) { return t("ui", "to_confirm") + ": " + label(n) + " — " + (lang() === "en" ? fact(n).ask_en : fact(n).ask); });
    box.appendChild(el("ul", {}, (left.length ? left : [t("ui", "nothing_open")]).map(function (x) { return el("li", { text: x }); })));
    box.appendChild(el("p", { "class": "meta", text: program.stamp }));
  }
  function yaml() {
    var lines = ["# " + t("ui", "memo") + " " + program.as_of];
    state.asked.forEach(function (n) { if (state.raw[n] !== undefined) { lines.push(n + ": " + JSON.stringify(state.raw[n])); } });
    return lines.join("\n") + "\n";
  }
  function draw(focus) {
    var v = view(), level = shikii.level(program, v), q = question();
    if (q) { ask(q); } else { finished(); }
    drawNow(level); drawSaid(); drawMemo(v, level);
    if (focus) { (document.getElementById("answer") || document.querySelector("#question button") || document.getElementById("question")).focus(); }
  }
  document.getElementById("save").addEventListener("click", function () {
    var link = el("a", { href: URL.createObjectURL(new Blob([yaml()], { type: "application/yaml" })), download: "facts.yaml" });
    document.body.appendChild(link); link.click(); link.remove();
  });
  document.getElementById("again").addEventListener("click", function () { if (state.asked.length) { remember(); state = { said: {}, raw: {}, asked: [] }; draw(true); } });
  document.querySelector(".tools").hidden = false;
  document.addEventListener("shikii:language", function () { draw(false); });
  shikii.page = { program: program, questions: questions, read: read };
  draw(false);
})();
