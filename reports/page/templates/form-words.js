/* What the page says: words of both languages, elements, and values as people read and write them. */
shikii.words = program => {
  "use strict";
  const ui = program.words;

  function lang() {
    return document.documentElement.lang === "en" ? "en" : "ja";
  }

  function t(group, key) {
    const e = (ui[group] || {})[key];
    return e ? e[lang()] || e.ja : key;
  }

  function el(tag, more, children) {
    const node = document.createElement(tag);
    Object.keys(more || {}).forEach(k => {
      if (k === "text") {
        node.textContent = more[k];
      } else if (k === "on") {
        Object.keys(more.on).forEach(e => {
          node.addEventListener(e, more.on[e]);
        });
      } else {
        node.setAttribute(k, more[k]);
      }
    });
    (children || []).forEach(c => {
      if (c) {
        node.appendChild(typeof c === "string" ? document.createTextNode(c) : c);
      }
    });
    return node;
  }

  function table(head, rows, kind) {
    return el("div", { "class": "wide", tabindex: "0" }, [
      el("table", kind ? { "class": kind } : {}, [
        head
          ? el("thead", {}, [
              el(
                "tr",
                {},
                head.map(h => el("th", { scope: "col", text: h }))
              )
            ])
          : null,
        el(
          "tbody",
          {},
          rows.map(row =>
            el(
              "tr",
              {},
              row.map((cell, i) =>
                el(
                  !head && i === 0 ? "th" : "td",
                  !head && i === 0 ? { scope: "row", text: cell } : { text: cell }
                )
              )
            )
          )
        )
      ])
    ]);
  }

  function fact(name) {
    return program.facts[name];
  }

  function label(name) {
    return fact(name)[lang()] || fact(name).ja;
  }

  function words(name, option) {
    const f = fact(name),
      o = f.options.filter(x => x.id === option)[0];
    if (o) {
      return lang() === "en" ? o.en || o.ja : o.ja;
    }
    return lang() === "en" ? option : f.words[option] || option;
  }

  function number(n, unit) {
    if (lang() === "en") {
      return n.toLocaleString("en");
    }
    return n && n % 10000 === 0
      ? (n / 10000).toLocaleString("en") + "万" + unit
      : n.toLocaleString("en") + unit;
  }

  function show(name, p) {
    const f = fact(name);
    if (!shikii.numeric(f)) {
      return p.length === f.anything.length
        ? t("ui", "form_unknown")
        : p.map(o => words(name, o)).join(lang() === "en" ? " or " : "又は");
    }
    if (f.kind === "date") {
      return p[0] === p[1] ? day(p[0]) : t("ui", "form_unknown");
    }
    const a = shikii.lo(p),
      z = shikii.hi(p),
      low = a <= shikii.lo(f.anything),
      open = z === Infinity;
    if (a === z) {
      return number(a, f.unit);
    }
    if (low && open) {
      return t("ui", "form_unknown");
    }
    return lang() === "en" ? band(low, open, a, z) : bandJa(low, open, a, z, f.unit);
  }

  /* Ranges by the rounder number, in one style: the words of the terminal (`write_band`, `in_english`). */
  function zeros(n) {
    return /0*$/.exec(String(n))[0].length;
  }

  function staysUnder(low, z) {
    const u = zeros(z + 1),
      l = zeros(z);
    return u > l || (u === l && low);
  }

  function band(low, open, a, z) {
    if (open) {
      return number(a, "") + " or more";
    }
    const most = staysUnder(low, z) ? "under " + number(z + 1, "") : number(z, "");
    return low ? (staysUnder(low, z) ? most : "up to " + most) : number(a, "") + " to " + most;
  }

  function bandJa(low, open, a, z, unit) {
    if (open) {
      return number(a, unit) + "以上";
    }
    const under = staysUnder(low, z),
      most = under ? z + 1 : z,
      word = under ? "未満" : "以下";
    if (low) {
      return number(most, unit) + word;
    }
    if (a >= 10000 && (a % 10000 === 0) !== (most % 10000 === 0)) {
      return a.toLocaleString("en") + unit + "以上" + most.toLocaleString("en") + unit + word;
    }
    return number(a, unit) + "以上" + number(most, unit) + word;
  }
  const EPOCH = Date.UTC(1970, 0, 1) / 86400000 - 719163;

  function ordinal(text) {
    const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
    return m ? Date.UTC(m[1], m[2] - 1, m[3]) / 86400000 - EPOCH : null;
  }

  function day(n) {
    return new Date((n + EPOCH) * 86400000).toISOString().slice(0, 10);
  }

  /* A day as documents write it: in its era in Japanese. */
  function written(n) {
    const era = new Intl.DateTimeFormat("ja-JP-u-ca-japanese", {
      era: "long",
      year: "numeric",
      month: "long",
      day: "numeric",
      timeZone: "UTC"
    });
    return lang() === "en"
      ? day(n)
      : era
          .format(new Date((n + EPOCH) * 86400000))
          .replace(/\D1年/, x => x[0] + "元年")
          .replace(/[0-9]/g, x => String.fromCharCode(x.charCodeAt(0) + 0xfee0));
  }

  /* Counts as people write them: digits of any width or numerals, with 億, 万 and 千, and the official bands. */
  const NUMERALS = "〇一二三四五六七八九";
  const FORMAL = { 零: "〇", 壱: "一", 弐: "二", 参: "三", 拾: "十", 萬: "万" };
  const PLACE = `(?:([1-9${NUMERALS.slice(1)}])?`;
  const PLACES = new RegExp(`^${PLACE}千)?${PLACE}百)?${PLACE}十)?([1-9${NUMERALS.slice(1)}])?$`);

  function digit(x) {
    return NUMERALS.indexOf(x) < 0 ? Number(x) : NUMERALS.indexOf(x);
  }

  /* What stands before 億 or 万, or alone: digits, a number of 千, numerals in a row, numerals with places. */
  function belowMan(text) {
    if (/^(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3})+)$/.test(text)) {
      return Number(text.replace(/,/g, ""));
    }
    const thousands = /^([0-9]{1,6}|[0-9]{1,3},[0-9]{3})千$/.exec(text);
    if (thousands) {
      return Number(thousands[1].replace(",", "")) * 1000;
    }
    if (/^[〇一二三四五六七八九]{1,15}$/.test(text)) {
      const either = text.length === 2 && NUMERALS.indexOf(text) > 0;
      return either ? null : Number(Array.from(text, digit).join("")) || null;
    }
    const m = PLACES.exec(text);
    return m
      ? ["千", "百", "十", ""].reduce((sum, unit, i) => {
          const times = m[i + 1] ? digit(m[i + 1]) : unit && text.indexOf(unit) >= 0 ? 1 : 0;
          return sum + times * Math.pow(10, 3 - i);
        }, 0)
      : null;
  }

  /* A part of 億 or 万 may have decimals where they make whole persons: 1.5万. */
  function decimal(text) {
    return /^\d{1,6}\.\d{1,4}$/.test(text) ? Number(text) : null;
  }

  function one(text) {
    const m = /^(?:([^億万]+)億)?(?:([^億万]+)万)?([^億万]+)?$/.exec(text.replace(/(?:人|名)$/, ""));
    if (!text || !m || !(m[1] || m[2] || m[3])) {
      return null;
    }
    const parts = m.slice(1).map((x, i) => (x ? (i < 2 && decimal(x)) || belowMan(x) : 0));
    const value = Math.round(parts[0] * 1e8 + parts[1] * 1e4) + parts[2];
    return parts.indexOf(null) < 0 && Number.isSafeInteger(value) ? value : null;
  }

  function read(text) {
    const plain = text
      .normalize("NFKC")
      .replace(/\s/g, "")
      .replace(/[零壱弐参拾萬]/g, x => FORMAL[x])
      .toLowerCase();
    const exact = plain === "一" ? null : one(plain); // alone it is more often a dash
    let m;
    if (exact !== null) {
      return [exact, exact];
    }
    if ((m = /^(?:(.+)以上)?(?:(.+)(未満|以下))?$/.exec(plain))) {
      return ends(m[1], m[2], m[3] === "以下" ? 0 : 1);
    }
    if ((m = /^(.+)(?:\.\.|-|~|から)(.+)$/.exec(plain))) {
      return ends(m[1], m[2], 0);
    }
    if ((m = /^(.+)ormore$/.exec(plain))) {
      return ends(m[1], "", 0);
    }
    if ((m = /^upto(.+)$/.exec(plain))) {
      return ends("", m[1], 0);
    }
    if ((m = /^(?:(.+)to)?(under)?(.+)$/.exec(plain)) && (m[1] || m[2])) {
      return ends(m[1], m[3], m[2] ? 1 : 0);
    }
    return null;
  }

  function ends(least, most, less) {
    if (!least && !most) {
      return null;
    }
    const a = least ? one(least) : 0,
      z = most ? one(most) : Infinity;
    return a === null || z === null || a > z - less ? null : [a, z === Infinity ? null : z - less];
  }

  function raw(name, cell) {
    const f = fact(name);
    if (f.kind === "yesno") {
      return cell[0] === "yes";
    }
    if (f.kind === "choice") {
      return cell[0];
    }
    const english = document.documentElement.lang;
    document.documentElement.lang = "ja";
    try {
      return show(name, cell);
    } finally {
      document.documentElement.lang = english;
    }
  }

  function between(levels) {
    const ends = [levels[0], levels[levels.length - 1]].map(l => t("level", l));
    if (levels.length === 1) {
      return ends[0];
    }
    return lang() === "en"
      ? ends.join(" to ")
      : levels.length === 2
        ? ends.join("又は")
        : ends.join("から") + "までのいずれか";
  }

  function phrase(level) {
    const o = program.level.outcomes.filter(x => x.id === level.floor)[0];
    return o.phrase;
  }

  /* Floor and ceiling; a line may break between them, not within. */
  function span(level) {
    return [
      t("ui", "at_least") + " " + t("level", level.floor) + (lang() === "en" ? ", " : "、"),
      t("ui", "at_most") + " " + t("level", level.ceiling)
    ].map(x => el("span", { "class": "whole", text: x }));
  }

  function phrased(level) {
    return level.possible.length === 1
      ? el("p", { "class": "phrase", lang: "ja", text: phrase(level) })
      : el("p", { "class": "phrase" }, span(level));
  }
  return { lang, t, el, table, fact, label, show, written, ordinal, read, raw, between, phrased };
};
