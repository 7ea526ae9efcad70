(function () {
  "use strict";
  var island = document.getElementById("affairs-data"), size = 100, page = 0, order = "", down = false;
  if (!island || typeof DecompressionStream === "undefined") { return; }
  var bytes = Uint8Array.from(atob(island.textContent.trim()), function (c) { return c.charCodeAt(0); });
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json().then(function (data) {
    var columns = data.columns, total = columns.affair.length, rank = ["none", "basic", "key", "full"];
    var body = document.querySelector("#affairs tbody"), search = document.getElementById("affairs-search"), only = document.getElementById("affairs-level"), show = document.getElementById("affairs-show"), count = document.getElementById("affairs-count");
    var previous = document.getElementById("affairs-previous"), next = document.getElementById("affairs-next");
    function get(name, row) { var c = columns[name]; return c.words ? c.words[c.at[row]] : c[row]; }
    function words(id) { return data.levels[document.documentElement.lang === "en" ? id + ".en" : id]; }
    function level(row) { var a = get("level_floor", row), b = get("level_ceiling", row); return a === b ? words(a) : words(a) + " ～ " + words(b); }
    var haystack = [];
    function plain(text) { return text.normalize("NFKC").toLowerCase(); }
    for (var i = 0; i < total; i += 1) { haystack.push(plain([get("affair", i), get("organization", i), get("source", i)].join(" "))); }
    var heads = Array.prototype.map.call(document.querySelectorAll("#affairs th button"), function (button) { return button.cloneNode(true).childNodes; });
    var wanted = {
      error: function (row) { return get("findings_error", row) > 0; },
      warning: function (row) { return get("findings_warning", row) > 0; },
      unmet: function (row) { return get("obligations_unmet", row) > 0; },
      open: function (row) { return get("level_floor", row) !== get("level_ceiling", row); }
    };
    function chosen() {
      var words = plain(search.value).split(/\s+/).filter(Boolean), out = [];
      for (var row = 0; row < total; row += 1) {
        if (words.length && !words.every(function (word) { return haystack[row].indexOf(word) >= 0 || plain(level(row)).indexOf(word) >= 0; })) { continue; }
        if (show.value && !wanted[show.value](row)) { continue; }
        if (only.value && (rank.indexOf(only.value) < rank.indexOf(get("level_floor", row)) || rank.indexOf(only.value) > rank.indexOf(get("level_ceiling", row)))) { continue; }
        out.push(row);
      }
      if (order) {
        var compare = new Intl.Collator("ja").compare;
        out.sort(function (a, b) {
          var x = get(order, a), y = get(order, b), c;
          if (order === "level_ceiling") { x = rank.indexOf(x) * 4 + rank.indexOf(get("level_floor", a)); y = rank.indexOf(y) * 4 + rank.indexOf(get("level_floor", b)); }
          c = typeof x === "number" ? x - y : compare(x || "", y || "");
          return down ? -c : c;
        });
      }
      return out;
    }
    function cell(row, name, at) {
      var td = document.createElement("td");
      if (name === "level") { td.textContent = level(row); return td; }
      var value = get(name, row);
      if (name === "affair" && get("page", row)) { var a = document.createElement("a"); a.href = get("page", row); a.textContent = value; td.appendChild(a); return td; }
      td.textContent = value === null ? "" : value;
      if (typeof value === "number") {
        td.className = value ? "num" : "num zero";
        var cap = document.createElement("span");
        cap.className = "cap";
        cap.setAttribute("aria-hidden", "true");
        Array.prototype.forEach.call(heads[at], function (node) { cap.appendChild(node.cloneNode(true)); });
        td.insertBefore(cap, td.firstChild);
      }
      if (name === "source") { td.className = "meta"; }
      return td;
    }
    function draw() {
      var list = chosen(), last = Math.max(0, Math.ceil(list.length / size) - 1);
      page = Math.min(page, last);
      body.textContent = "";
      list.slice(page * size, page * size + size).forEach(function (row) {
        var tr = document.createElement("tr");
        ["affair", "organization", "level", "findings_error", "findings_warning", "findings_note", "obligations_unmet", "source"].forEach(function (name, at) { tr.appendChild(cell(row, name, at)); });
        body.appendChild(tr);
      });
      count.textContent = list.length.toLocaleString() + " / " + total.toLocaleString() + "  (" + (page + 1) + "/" + (last + 1) + ")";
      previous.disabled = page === 0;
      next.disabled = page === last;
    }
    document.querySelectorAll("#affairs th button").forEach(function (button) {
      button.addEventListener("click", function () {
        var at = button.dataset.column;
        down = order === at ? !down : ["affair", "organization", "source"].indexOf(at) < 0;
        order = at;
        document.querySelectorAll("#affairs th").forEach(function (th) { th.removeAttribute("aria-sort"); });
        button.parentNode.setAttribute("aria-sort", down ? "descending" : "ascending");
        draw();
      });
    });
    [search, only, show].forEach(function (control) { control.addEventListener("input", function () { page = 0; draw(); }); });
    previous.addEventListener("click", function () { page -= 1; draw(); });
    next.addEventListener("click", function () { page += 1; draw(); });
    document.addEventListener("shikii:language", draw);
    document.getElementById("affairs-tools").hidden = false;
    draw();
  });
})();
