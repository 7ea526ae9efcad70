(function () {
  "use strict";
  var root = document.documentElement;
  function all(selector, from) { return Array.prototype.slice.call((from || document).querySelectorAll(selector)); }
  function keep(name, value) { try { localStorage.setItem("shikii." + name, value); } catch (e) { /* a page opened from a file may have no store */ } }
  function kept(name) { try { return localStorage.getItem("shikii." + name); } catch (e) { return null; } }

  function language(to) {
    root.lang = to;
    all("[data-words]").forEach(function (item) { item.setAttribute(item.dataset.words, item.dataset[to]); });
    all("[data-switch=language]").forEach(function (button) { button.lang = to === "en" ? "ja" : "en"; button.textContent = to === "en" ? "日本語" : "English"; });
    all("option[data-ja]").forEach(function (option) { option.textContent = option.dataset[to]; });
    document.dispatchEvent(new Event("shikii:language"));
  }
  function theme(to) { if (to) { root.dataset.theme = to; } }
  all(".switches").forEach(function (box) { box.hidden = false; });
  all("[data-switch=language]").forEach(function (b) { b.addEventListener("click", function () { var to = root.lang === "en" ? "ja" : "en"; keep("language", to); language(to); }); });
  all("[data-switch=theme]").forEach(function (b) {
    b.addEventListener("click", function () {
      var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      theme(dark ? "light" : "dark"); keep("theme", root.dataset.theme);
    });
  });
  all("[data-switch=print]").forEach(function (b) { b.addEventListener("click", function () { window.print(); }); });
  theme(kept("theme"));
  language(kept("language") || root.lang);

  all("[data-findings]").forEach(function (box) {
    var form = box.querySelector("form.filters");
    if (!form) { return; }
    var shown = form.querySelector("[data-shown]"), items = all(".finding", box), groups = all("details[data-group]", box);
    groups.forEach(function (group) { group.dataset.was = group.open ? "1" : ""; });
    function apply() {
      var words = form.elements.text.value.normalize("NFKC").trim().toLowerCase(), n = 0;
      var narrowed = words || ["severity", "kind", "file", "risk"].some(function (name) { return form.elements[name] && form.elements[name].value; });
      items.forEach(function (item) {
        var ok = ["severity", "kind", "file", "risk"].every(function (name) {
          var control = form.elements[name];
          if (!control || !control.value) { return true; }
          return name === "file" ? item.dataset.file.split("、").concat(item.dataset.file).indexOf(control.value) >= 0 : item.dataset[name] === control.value;
        }) && (!words || (item.said = item.said || item.textContent.normalize("NFKC").toLowerCase()).indexOf(words) >= 0);
        item.hidden = !ok;
        if (ok) { n += 1; }
      });
      groups.forEach(function (group) {
        group.hidden = !group.querySelector(".finding:not([hidden])");
        group.open = narrowed ? !group.hidden : Boolean(group.dataset.was);
      });
      var reset = form.querySelector("[type=reset]");
      if (reset) { reset.hidden = !narrowed; }
      shown.textContent = n + " / " + items.length;
    }
    form.addEventListener("input", apply);
    form.addEventListener("reset", function () { setTimeout(function () { apply(); form.elements.text.focus(); }); });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.hidden = false;
    apply();
  });

  var dialog = document.getElementById("measures");
  all("[data-dialog]").forEach(function (link) {
    link.addEventListener("click", function (event) {
      var sheet = document.getElementById(link.dataset.dialog), box = dialog && dialog.querySelector("div");
      if (!sheet || !dialog.showModal) { return; }
      event.preventDefault();
      box.replaceChildren.apply(box, Array.prototype.map.call(sheet.cloneNode(true).childNodes, function (node) { return node; }));
      dialog.showModal();
    });
  });
  if (dialog) { dialog.addEventListener("click", function (event) { if (event.target === dialog) { dialog.close(); } }); }
  function opened() { var target = location.hash && document.getElementById(location.hash.slice(1)); var folded = target && target.closest("details"); if (folded) { folded.open = true; target.scrollIntoView(); } }
  window.addEventListener("hashchange", opened);
  var unfolded = [];
  window.addEventListener("beforeprint", function () { unfolded = all("details.print-open:not([open])"); unfolded.forEach(function (d) { d.open = true; }); });
  window.addEventListener("afterprint", function () { unfolded.forEach(function (d) { d.open = false; }); unfolded = []; });
  opened();
})();
