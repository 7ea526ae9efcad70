(() => {
  "use strict";
  const program = JSON.parse(document.getElementById("program").textContent);
  const words = shikii.words(program);
  const { lang, t, el, table, fact, label, show, written, ordinal, read, raw, between, phrased } = words;
  const answers = shikii.state(program, words);
  const questions = shikii.questions.make(program),
    OPENING = ["affair", "organization"],
    COUNTED = { headcount: "headcount_as_of", handlers: "handlers_as_of" },
    DUTIES = ["organization_kind"];

  /* What was said: fact -> {possible, value for the facts file}; texts and dates of counting stand beside. */
  let { state, past } = answers.kept();

  function view() {
    return shikii.run(program, state.said);
  }

  function open(name) {
    return state.asked.indexOf(name) < 0 && state.said[name] === undefined && state.raw[name] === undefined;
  }

  function changesDuties(name) {
    const seen = {};
    fact(name).anything.forEach(o => {
      const said = Object.assign({}, state.said);
      said[name] = [o];
      seen[
        shikii
          .duties(program, shikii.run(program, said))
          .map(d => d.status)
          .join()
      ] = true;
    });
    return Object.keys(seen).length > 1;
  }

  function question() {
    const texts = OPENING.filter(open)[0];
    if (texts) {
      return { fact: texts, matters: "record" };
    }
    const v = view(),
      level = questions.useful(v.get, questions.next(v.get).filter(open))[0];
    if (level) {
      return { fact: level, matters: "level", view: v };
    }
    const counted = Object.keys(COUNTED).filter(n => state.said[n] && open(COUNTED[n]))[0];
    if (counted) {
      return { fact: COUNTED[counted], matters: "record" };
    }
    const duty = DUTIES.filter(n => open(n) && changesDuties(n))[0];
    if (duty) {
      return { fact: duty, matters: "duties" };
    }
    const taken = shikii.tableFacts(program).filter(n => open(n) && granted(v, n))[0];
    return taken ? { fact: taken, matters: "level", view: unsaid(v, taken) } : null;
  }

  /* What is only presumed is confirmed at the end, where another answer would change the level. */
  function unsaid(v, name) {
    return {
      get: function (n) {
        return n === name ? fact(name).anything : v.get(n);
      },
      rows: v.rows,
      said: v.said
    };
  }

  function granted(v, name) {
    if (!fact(name).presumed || fact(name).derived || String(v.get(name)) !== String(fact(name).unsaid)) {
      return false;
    }
    const seen = {};
    fact(name).anything.forEach(o => {
      seen[shikii.outcomes(program, v, name, [o]).join()] = true;
    });
    return Object.keys(seen).length > 1;
  }

  function remember() {
    past.push(JSON.stringify(state));
  }

  function told(name, possible, raw) {
    remember();
    state.asked.push(name);
    if (possible) {
      state.said[name] = possible;
    }
    if (raw !== undefined) {
      state.raw[name] = raw;
    }
    draw(true);
  }

  function back() {
    if (past.length) {
      state = JSON.parse(past.pop());
      draw(true);
    }
  }

  function prospects(q) {
    const merged = [];
    shikii.cells(program, q.view, q.fact).forEach(cell => {
      const levels = shikii.outcomes(program, q.view, q.fact, cell),
        last = merged[merged.length - 1];
      if (last && last.levels.join() === levels.join()) {
        last.cell = shikii.numeric(fact(q.fact)) ? [last.cell[0], cell[1]] : last.cell.concat(cell);
      } else {
        merged.push({ cell: cell, levels: levels });
      }
    });
    return merged;
  }

  function ask(q) {
    const box = document.getElementById("question"),
      f = fact(q.fact),
      number = f.kind === "count",
      date = f.kind === "date",
      text = f.kind === "text";
    box.textContent = "";
    box.appendChild(
      el("h2", { id: "question-title", text: lang() === "en" ? f.ask_en || f.en : f.ask || f.ja })
    );
    if (f.how) {
      box.appendChild(el("p", { "class": "how", id: "how", text: lang() === "en" ? f.how_en : f.how }));
    }
    const error = el("p", { "class": "mistake", role: "alert", id: "mistake" });
    if (number || date || text) {
      const input = el("input", {
        id: "answer",
        name: "answer",
        type: date ? "date" : "text",
        autocomplete: "off",
        "aria-labelledby": "question-title",
        "aria-describedby": (f.how ? "how " : "") + "mistake"
      });
      if (number) {
        input.setAttribute("inputmode", "text");
        input.setAttribute(
          "placeholder",
          lang() === "en" ? "e.g. 250000" : "例 25万人、10万人以上30万人未満"
        );
      }
      box.appendChild(
        el(
          "form",
          {
            "class": "answer",
            on: {
              submit: function (event) {
                event.preventDefault();
                const value = input.value.trim();
                if (text) {
                  if (value) {
                    told(q.fact, null, value);
                  } else {
                    told(q.fact);
                  }
                  return;
                }
                const p = date
                  ? ordinal(value) === null
                    ? null
                    : [ordinal(value), ordinal(value)]
                  : read(value);
                if (!p) {
                  error.textContent = t("ui", date ? "form_bad_date" : "form_bad_number");
                  input.focus();
                  return;
                }
                told(q.fact, p, date ? value : p[0] === p[1] ? p[0] : raw(q.fact, p));
              }
            }
          },
          [input, el("button", { type: "submit", "class": "primary", text: t("ui", "form_answer") })]
        )
      );
      box.appendChild(error);
    }
    if (!date && !text) {
      let choices = q.matters === "level" ? shikii.cells(program, q.view, q.fact) : f.anything.map(o => [o]);
      if (!number) {
        choices = f.options.length
          ? f.options.map(o => [o.id]).filter(c => (q.view || view()).get(q.fact).indexOf(c[0]) >= 0)
          : [["yes"], ["no"]];
      }
      box.appendChild(
        el(
          "ul",
          { "class": "choices" },
          choices.map(cell =>
            el("li", {}, [
              el("button", {
                type: "button",
                text: show(q.fact, cell),
                on: {
                  click: function () {
                    told(q.fact, cell, raw(q.fact, cell));
                  }
                }
              })
            ])
          )
        )
      );
    }
    if (q.matters === "level") {
      const why = el("details", { "class": "quiet" }, [el("summary", { text: t("ui", "form_why") })]);
      why.appendChild(
        el(
          "ul",
          {},
          prospects(q).map(p => el("li", { text: show(q.fact, p.cell) + " → " + between(p.levels) }))
        )
      );
      box.appendChild(why);
    } else {
      box.appendChild(
        el("p", {
          "class": "meta",
          text: t("ui", q.matters === "duties" ? "form_for_duties" : "form_for_record")
        })
      );
    }
    box.appendChild(
      el("p", { "class": "steps" }, [
        el(
          "button",
          Object.assign(
            { type: "button", text: t("ui", "form_back"), id: "back", on: { click: back } },
            past.length ? {} : { disabled: "" }
          )
        ),
        el("button", {
          type: "button",
          text: t("ui", "form_skip"),
          id: "skip",
          on: {
            click: function () {
              told(q.fact);
            }
          }
        })
      ])
    );
  }

  function finished() {
    const box = document.getElementById("question");
    box.textContent = "";
    box.appendChild(el("h2", { text: t("ui", "form_done") }));
    box.appendChild(el("p", { text: t("ui", "form_done_help") }));
    box.appendChild(
      el("p", { "class": "steps" }, [
        el("button", { type: "button", text: t("ui", "form_back"), id: "back", on: { click: back } }),
        el("button", {
          type: "button",
          "class": "primary",
          text: t("ui", "print"),
          on: {
            click: function () {
              window.print();
            }
          }
        })
      ])
    );
  }

  function drawNow(level) {
    const box = document.getElementById("now");
    box.textContent = "";
    box.appendChild(phrased(level));
    box.appendChild(
      el(
        "ol",
        { "class": "ladder" },
        program.level.outcomes.map(o =>
          el("li", {
            "class":
              level.possible.indexOf(o.id) < 0
                ? "out"
                : level.possible.length === 1
                  ? "settled level-" + o.id
                  : "possible",
            text: t("level", o.id)
          })
        )
      )
    );
  }

  function drawSaid() {
    const box = document.getElementById("said"),
      names = state.asked.filter(n => state.said[n] || state.raw[n] !== undefined);
    box.textContent = "";
    if (!names.length) {
      box.appendChild(el("p", { "class": "meta", text: t("ui", "form_none_said") }));
      return;
    }
    box.appendChild(
      el(
        "dl",
        {},
        names.reduce(
          (out, n) =>
            out.concat(
              el("dt", { text: label(n) }),
              el("dd", { text: state.said[n] ? show(n, state.said[n]) : state.raw[n] })
            ),
          []
        )
      )
    );
  }

  function because(row, v, level) {
    const own =
        lang() === "en"
          ? row.because_en || row.title_en + "."
          : row.because || "「" + row.title + "」に当たるからです。",
      name = t("level", level.floor);
    const text = own.replace(/\{([\w.]+)\}/g, (all, n) => (program.facts[n] ? show(n, v.get(n)) : all));
    return (lang() === "en" ? name + ". " : name + "です。") + text;
  }

  /* The same record, in the same order, as the one that `shikii prescreen --memo` writes. */
  function drawMemo(v, level) {
    const box = document.getElementById("memo"),
      rows = level.rows.map(id => program.level.rows[id]),
      counted = Object.keys(COUNTED).map(k => COUNTED[k]);
    box.textContent = "";
    box.appendChild(el("h2", { id: "memo-title", text: t("ui", "memo") }));
    box.appendChild(
      table(
        null,
        [
          [t("ui", "affair"), state.raw.affair || ""],
          [t("ui", "organization"), state.raw.organization || ""],
          [t("ui", "as_of"), written(ordinal(program.as_of))]
        ],
        "who"
      )
    );
    box.appendChild(el("h3", { text: t("ui", "memo_facts") }));
    const names = Object.keys(program.facts).filter(n => state.said[n] && counted.indexOf(n) < 0);
    const taken = shikii
      .tableFacts(program)
      .filter(n => !state.said[n] && fact(n).presumed && !fact(n).derived && String(v.get(n)) === String(fact(n).unsaid));
    box.appendChild(
      names.length
        ? table(
            [t("ui", "fact"), t("ui", "value"), t("ui", "counted_on")],
            names
              .map(n => [
                label(n),
                fact(n).kind === "date" ? written(state.said[n][0]) : show(n, state.said[n]),
                COUNTED[n] && state.said[COUNTED[n]] ? written(state.said[COUNTED[n]][0]) : ""
              ])
              .concat(taken.map(n => [label(n), show(n, v.get(n)) + t("ui", "taken"), ""]))
          )
        : el("p", { text: t("ui", "no_facts") })
    );
    box.appendChild(el("h3", { text: t("ui", "memo_result") }));
    const settled = level.possible.length === 1,
      basis = [];
    rows.forEach(r => {
      r.basis.forEach(b => {
        if (basis.indexOf(b) < 0) {
          basis.push(b);
        }
      });
    });
    box.appendChild(phrased(level));
    if (settled) {
      box.appendChild(el("p", { text: because(rows[0], v, level) }));
    }
    box.appendChild(el("p", { "class": "meta", text: t("ui", "basis") + " " + basis.join("、") }));
    const duties = shikii.duties(program, v).filter(d => d.status !== "not_applicable");
    if (duties.length) {
      box.appendChild(el("h3", { text: t("ui", "memo_duties") }));
      box.appendChild(
        table(
          [t("ui", "memo_state"), t("ui", "kind"), t("ui", "duties"), t("ui", "basis")],
          duties.map(d => [
            t("duty_state", d.applies === "unknown" ? "undecided" : d.status),
            t("strength", d.duty.strength),
            (lang() === "en" && d.duty.title_en) || d.duty.title,
            d.duty.basis.join("、")
          ]),
          "duties"
        )
      );
    }
    box.appendChild(el("h3", { text: t("ui", "memo_open") }));
    const left = questions
      .next(v.get)
      .map(
        n =>
          t("ui", "to_confirm") + ": " + label(n) + " — " + (lang() === "en" ? fact(n).ask_en : fact(n).ask)
      );
    box.appendChild(
      el(
        "ul",
        {},
        (left.length ? left : [t("ui", "nothing_open")]).map(x => el("li", { text: x }))
      )
    );
    box.appendChild(el("p", { "class": "meta", text: program.stamp }));
  }

  function yaml() {
    const lines = ["# " + t("ui", "memo") + " " + program.as_of];
    state.asked.forEach(n => {
      if (state.raw[n] !== undefined) {
        lines.push(n + ": " + JSON.stringify(state.raw[n]));
      }
    });
    return lines.join("\n") + "\n";
  }

  function draw(focus) {
    if (focus) {
      answers.keep(state, past); // something was answered; a page that only opens writes nothing
    }
    const v = view(),
      level = shikii.level(program, v),
      q = question();
    if (q) {
      ask(q);
    } else {
      finished();
    }
    drawNow(level);
    drawSaid();
    drawMemo(v, level);
    if (focus) {
      (
        document.getElementById("answer") ||
        document.querySelector("#question button") ||
        document.getElementById("question")
      ).focus();
    }
  }
  document.getElementById("save").addEventListener("click", () => {
    const link = el("a", {
      href: URL.createObjectURL(new Blob([yaml()], { type: "application/yaml" })),
      download: "facts.yaml"
    });
    document.body.appendChild(link);
    link.click();
    link.remove();
  });
  document.getElementById("open").addEventListener("change", event => {
    const file = event.target.files[0],
      note = document.getElementById("opened");
    if (!file) {
      return;
    }
    file.text().then(text => {
      const found = answers.opened(text);
      note.textContent = found.left.length ? t("ui", "form_left") + " " + found.left.slice(0, 5).join(" / ") : "";
      event.target.value = "";
      if (found.state.asked.length) {
        remember();
        state = found.state;
        draw(true);
      }
    });
  });
  document.getElementById("again").addEventListener("click", () => {
    if (state.asked.length) {
      remember();
      state = answers.empty();
      draw(true);
    }
  });
  document.querySelector(".tools").hidden = false;
  document.addEventListener("shikii:language", () => {
    draw(false);
  });
  shikii.page = { program: program, questions: questions, read: read };
  draw(false);
})();
