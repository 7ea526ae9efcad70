(function () {
  "use strict";
  document.querySelectorAll("[data-findings]").forEach(function (box) {
    var text = box.querySelector("input[type=search]"), severity = box.querySelector("select[name=severity]"), kind = box.querySelector("select[name=kind]"), shown = box.querySelector("[data-shown]");
    var items = Array.prototype.slice.call(box.querySelectorAll(".finding"));
    function apply() {
      var words = text.value.trim().toLowerCase(), n = 0;
      items.forEach(function (item) {
        var ok = (!severity.value || item.dataset.severity === severity.value) && (!kind.value || item.dataset.kind === kind.value) && (!words || item.textContent.toLowerCase().indexOf(words) >= 0);
        item.hidden = !ok;
        if (ok) { n += 1; }
      });
      shown.textContent = n + " / " + items.length;
    }
    [text, severity, kind].forEach(function (control) { control.addEventListener("input", apply); });
    box.querySelector(".filters").hidden = false;
    apply();
  });
  var island = document.getElementById("affairs-data");
  if (!island) { return; }
  var data = JSON.parse(island.textContent), rows = data.rows, order = -1, down = false, page = 0, size = 100;
  var body = document.querySelector("#affairs tbody"), search = document.querySelector("#affairs-search"), count = document.querySelector("#affairs-count");
  var previous = document.querySelector("#affairs-previous"), next = document.querySelector("#affairs-next");
  var rank = { none: 0, basic: 1, key: 2, full: 3 };
  function level(row) { return row[2] === row[3] ? data.levels[row[2]] : data.levels[row[2]] + " ～ " + data.levels[row[3]]; }
  function chosen() {
    var words = search.value.trim().toLowerCase();
    var out = words ? rows.filter(function (r) { return (r[0] + " " + r[1] + " " + r[8] + " " + level(r)).toLowerCase().indexOf(words) >= 0; }) : rows.slice();
    if (order >= 0) {
      out.sort(function (a, b) {
        var x = a[order], y = b[order];
        if (order === 2) { x = rank[a[3]] * 4 + rank[a[2]]; y = rank[b[3]] * 4 + rank[b[2]]; }
        var c = typeof x === "number" ? x - y : String(x || "").localeCompare(String(y || ""), "ja");
        return down ? -c : c;
      });
    }
    return out;
  }
  function draw() {
    var list = chosen(), last = Math.max(0, Math.ceil(list.length / size) - 1);
    page = Math.min(page, last);
    body.textContent = "";
    list.slice(page * size, page * size + size).forEach(function (row) {
      var tr = document.createElement("tr");
      [row[0], row[1], level(row), row[4], row[5], row[6], row[7], row[8]].forEach(function (value, i) {
        var td = document.createElement("td");
        td.textContent = value === null ? "" : value;
        if (i > 2 && i < 7) { td.className = "num"; }
        tr.appendChild(td);
      });
      body.appendChild(tr);
    });
    count.textContent = list.length + " / " + rows.length + "  (" + (page + 1) + "/" + (last + 1) + ")";
    previous.disabled = page === 0;
    next.disabled = page === last;
  }
  document.querySelectorAll("#affairs th button").forEach(function (button) {
    button.addEventListener("click", function () {
      var at = Number(button.dataset.column);
      down = order === at ? !down : at > 3 && at < 8;
      order = at;
      document.querySelectorAll("#affairs th").forEach(function (th) { th.removeAttribute("aria-sort"); });
      button.parentNode.setAttribute("aria-sort", down ? "descending" : "ascending");
      draw();
    });
  });
  search.addEventListener("input", function () { page = 0; draw(); });
  previous.addEventListener("click", function () { page -= 1; draw(); });
  next.addEventListener("click", function () { page += 1; draw(); });
  document.querySelector("#affairs-tools").hidden = false;
  draw();
})();
