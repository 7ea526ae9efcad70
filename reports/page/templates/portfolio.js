(() => {
  "use strict";
  const island = document.getElementById("affairs-data");
  const size = 100;
  let page = 0;
  let order = "";
  let down = false;
  if (!island || typeof DecompressionStream === "undefined") {
    return;
  }
  const bytes = Uint8Array.from(atob(island.textContent.trim()), c => c.charCodeAt(0));
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json().then(data => {
    const columns = data.columns,
      total = columns.affair.length,
      rank = ["none", "basic", "key", "full"];
    const body = document.querySelector("#affairs tbody"),
      search = document.getElementById("affairs-search"),
      only = document.getElementById("affairs-level"),
      show = document.getElementById("affairs-show"),
      count = document.getElementById("affairs-count");
    const previous = document.getElementById("affairs-previous"),
      next = document.getElementById("affairs-next");
    function get(name, row) {
      const c = columns[name];
      return c.words ? c.words[c.at[row]] : c[row];
    }

    function words(id) {
      return data.levels[document.documentElement.lang === "en" ? id + ".en" : id];
    }

    function level(row) {
      const a = get("level_floor", row),
        b = get("level_ceiling", row);
      return a === b ? words(a) : words(a) + " ～ " + words(b);
    }
    const haystack = [];

    function plain(text) {
      return text.normalize("NFKC").toLowerCase();
    }
    for (let i = 0; i < total; i += 1) {
      haystack.push(plain([get("affair", i), get("organization", i), get("source", i)].join(" ")));
    }
    const heads = Array.prototype.map.call(
      document.querySelectorAll("#affairs th button"),
      button => button.cloneNode(true).childNodes
    );
    const wanted = {
      error: function (row) {
        return get("findings_error", row) > 0;
      },
      warning: function (row) {
        return get("findings_warning", row) > 0;
      },
      unmet: function (row) {
        return get("obligations_unmet", row) > 0;
      },
      open: function (row) {
        return get("level_floor", row) !== get("level_ceiling", row);
      }
    };
    function chosen() {
      const words = plain(search.value).split(/\s+/).filter(Boolean),
        out = [];
      for (let row = 0; row < total; row += 1) {
        if (
          words.length &&
          !words.every(word => haystack[row].indexOf(word) >= 0 || plain(level(row)).indexOf(word) >= 0)
        ) {
          continue;
        }
        if (show.value && !wanted[show.value](row)) {
          continue;
        }
        if (
          only.value &&
          (rank.indexOf(only.value) < rank.indexOf(get("level_floor", row)) ||
            rank.indexOf(only.value) > rank.indexOf(get("level_ceiling", row)))
        ) {
          continue;
        }
        out.push(row);
      }
      if (order) {
        const compare = new Intl.Collator("ja").compare;
        out.sort((a, b) => {
          let x = get(order, a),
            y = get(order, b);
          if (order === "level_ceiling") {
            x = rank.indexOf(x) * 4 + rank.indexOf(get("level_floor", a));
            y = rank.indexOf(y) * 4 + rank.indexOf(get("level_floor", b));
          }
          const c = typeof x === "number" ? x - y : compare(x || "", y || "");
          return down ? -c : c;
        });
      }
      return out;
    }

    function cell(row, name, at) {
      const td = document.createElement("td");
      if (name === "level") {
        td.textContent = level(row);
        return td;
      }
      const value = get(name, row);
      if (name === "affair" && get("page", row)) {
        const a = document.createElement("a");
        a.href = get("page", row);
        a.textContent = value;
        td.appendChild(a);
        return td;
      }
      td.textContent = value === null ? "" : value;
      if (typeof value === "number") {
        td.className = value ? "num" : "num zero";
        const cap = document.createElement("span");
        cap.className = "cap";
        cap.setAttribute("aria-hidden", "true");
        Array.prototype.forEach.call(heads[at], node => {
          cap.appendChild(node.cloneNode(true));
        });
        td.insertBefore(cap, td.firstChild);
      }
      if (name === "source") {
        td.className = "meta";
      }
      return td;
    }

    function draw() {
      const list = chosen(),
        last = Math.max(0, Math.ceil(list.length / size) - 1);
      page = Math.min(page, last);
      body.textContent = "";
      list.slice(page * size, page * size + size).forEach(row => {
        const tr = document.createElement("tr");
        [
          "affair",
          "organization",
          "level",
          "findings_error",
          "findings_warning",
          "findings_note",
          "obligations_unmet",
          "source"
        ].forEach((name, at) => {
          tr.appendChild(cell(row, name, at));
        });
        body.appendChild(tr);
      });
      count.textContent =
        list.length.toLocaleString() +
        " / " +
        total.toLocaleString() +
        "  (" +
        (page + 1) +
        "/" +
        (last + 1) +
        ")";
      previous.disabled = page === 0;
      next.disabled = page === last;
    }
    document.querySelectorAll("#affairs th button").forEach(button => {
      button.addEventListener("click", () => {
        const at = button.dataset.column;
        down = order === at ? !down : ["affair", "organization", "source"].indexOf(at) < 0;
        order = at;
        document.querySelectorAll("#affairs th").forEach(th => {
          th.removeAttribute("aria-sort");
        });
        button.parentNode.setAttribute("aria-sort", down ? "descending" : "ascending");
        draw();
      });
    });
    [search, only, show].forEach(control => {
      control.addEventListener("input", () => {
        page = 0;
        draw();
      });
    });
    previous.addEventListener("click", () => {
      page -= 1;
      draw();
    });
    next.addEventListener("click", () => {
      page += 1;
      draw();
    });
    document.addEventListener("shikii:language", draw);
    document.getElementById("affairs-tools").hidden = false;
    draw();
  });
})();
