/* The answers kept over a reload, and read back from a facts file. */
shikii.state = (program, words) => {
  "use strict";
  /* A page made from other rules or for another day has answers of its own. The tab forgets them when it is closed. */
  const KEY = "shikii-prescreen " + program.as_of + " " + program.stamp;
  const { fact, ordinal, read, raw } = words;

  function empty() {
    return { said: {}, raw: {}, asked: [] };
  }

  /* A browser may refuse to keep anything; the page works without. */
  function keep(state, past) {
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ state: state, past: past.slice(-100) }));
    } catch {
      return;
    }
  }

  function kept() {
    try {
      const found = JSON.parse(sessionStorage.getItem(KEY));
      return found && found.state.asked.every(fact) ? found : { state: empty(), past: [] };
    } catch {
      return { state: empty(), past: [] };
    }
  }

  function plain(text) {
    try {
      return JSON.parse(text);
    } catch {
      return text.replace(/^'(.*)'$/, "$1").trim();
    }
  }

  /* What a value of the file says of a fact: {possible, raw}, or null where it cannot be read. */
  function answer(name, value) {
    const f = fact(name),
      text = String(value);
    if (f.kind === "text") {
      return { raw: text };
    }
    if (f.kind === "date") {
      const n = ordinal(text);
      return n === null ? null : { possible: [n, n], raw: text };
    }
    if (f.kind === "count") {
      const p = read(text);
      return p && { possible: p, raw: value };
    }
    const yes = { true: "yes", false: "no" }[text] || text;
    const option = f.anything.filter(
      id => id === yes || f.options.some(o => o.id === id && (o.ja === text || o.en === text))
    )[0];
    return option ? { possible: [option], raw: raw(name, [option]) } : null;
  }

  /* Facts of this page are read, one on a line as the page and the command save them; other lines are given back. */
  function opened(text) {
    const state = empty(),
      left = [];
    text
      .replace(/^\ufeff/, "")
      .split(/\r?\n/)
      .forEach(line => {
        if (!line.trim() || /^\s*#/.test(line)) {
          return;
        }
        const m = /^([a-z][a-z0-9_.]*)\s*:\s*(.*?)\s*$/.exec(line),
          found = m && fact(m[1]) && m[2] ? answer(m[1], plain(m[2])) : null;
        if (!found || state.asked.indexOf(m[1]) >= 0) {
          left.push(line.trim());
          return;
        }
        state.asked.push(m[1]);
        if (found.possible) {
          state.said[m[1]] = found.possible;
        }
        state.raw[m[1]] = found.raw;
      });
    return { state: state, left: left };
  }
  return { empty, keep, kept, opened };
};
