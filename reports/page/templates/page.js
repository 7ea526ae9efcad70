(() => {
  "use strict";
  const root = document.documentElement;

  function all(selector, from) {
    return Array.prototype.slice.call((from || document).querySelectorAll(selector));
  }

  function keep(name, value) {
    try {
      localStorage.setItem("shikii." + name, value);
    } catch (e) {
      /* a page opened from a file may have no store */
    }
  }

  function kept(name) {
    try {
      return localStorage.getItem("shikii." + name);
    } catch (e) {
      return null;
    }
  }

  function language(to) {
    root.lang = to;
    all("[data-words]").forEach(item => {
      item.setAttribute(item.dataset.words, item.dataset[to]);
    });
    all("[data-switch=language]").forEach(button => {
      button.lang = to === "en" ? "ja" : "en";
      button.textContent = to === "en" ? "日本語" : "English";
    });
    all("option[data-ja]").forEach(option => {
      option.textContent = option.dataset[to];
    });
    document.dispatchEvent(new Event("shikii:language"));
  }

  function theme(to) {
    if (to) {
      root.dataset.theme = to;
    }
  }
  all(".switches").forEach(box => {
    box.hidden = false;
  });
  all("[data-switch=language]").forEach(b => {
    b.addEventListener("click", () => {
      const to = root.lang === "en" ? "ja" : "en";
      keep("language", to);
      language(to);
    });
  });
  all("[data-switch=theme]").forEach(b => {
    b.addEventListener("click", () => {
      const dark = root.dataset.theme
        ? root.dataset.theme === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      theme(dark ? "light" : "dark");
      keep("theme", root.dataset.theme);
    });
  });
  all("[data-switch=print]").forEach(b => {
    b.addEventListener("click", () => {
      window.print();
    });
  });
  theme(kept("theme"));
  language(kept("language") || root.lang);

  all("[data-findings]").forEach(box => {
    const form = box.querySelector("form.filters");
    if (!form) {
      return;
    }
    const shown = form.querySelector("[data-shown]"),
      items = all(".finding", box),
      groups = all("details[data-group]", box);
    groups.forEach(group => {
      group.dataset.was = group.open ? "1" : "";
    });
    function apply() {
      const words = form.elements.text.value.normalize("NFKC").trim().toLowerCase();
      let n = 0;
      const narrowed =
        words ||
        ["severity", "kind", "file", "risk"].some(name => form.elements[name] && form.elements[name].value);
      items.forEach(item => {
        const ok =
          ["severity", "kind", "file", "risk"].every(name => {
            const control = form.elements[name];
            if (!control || !control.value) {
              return true;
            }
            return name === "file"
              ? item.dataset.file.split("、").concat(item.dataset.file).indexOf(control.value) >= 0
              : item.dataset[name] === control.value;
          }) &&
          (!words ||
            (item.said = item.said || item.textContent.normalize("NFKC").toLowerCase()).indexOf(words) >= 0);
        item.hidden = !ok;
        if (ok) {
          n += 1;
        }
      });
      groups.forEach(group => {
        group.hidden = !group.querySelector(".finding:not([hidden])");
        group.open = narrowed ? !group.hidden : Boolean(group.dataset.was);
      });
      const reset = form.querySelector("[type=reset]");
      if (reset) {
        reset.hidden = !narrowed;
      }
      shown.textContent = n + " / " + items.length;
    }
    form.addEventListener("input", apply);
    form.addEventListener("reset", () => {
      setTimeout(() => {
        apply();
        form.elements.text.focus();
      });
    });
    form.addEventListener("submit", event => {
      event.preventDefault();
    });
    form.hidden = false;
    apply();
  });

  all("[data-set]").forEach(tile => {
    tile.addEventListener("click", () => {
      const near = tile.closest("[data-findings]") || document,
        control =
          document.getElementById(tile.dataset.set) ||
          near.querySelector("form.filters [name=" + tile.dataset.set + "]");
      if (!control) {
        return;
      }
      control.value = control.value === tile.dataset.value ? "" : tile.dataset.value;
      control.dispatchEvent(new Event("input", {bubbles: true}));
      control.dispatchEvent(new Event("change", {bubbles: true}));
    });
  });

  const dialog = document.getElementById("measures");
  all("[data-dialog]").forEach(link => {
    link.addEventListener("click", event => {
      const sheet = document.getElementById(link.dataset.dialog),
        box = dialog && dialog.querySelector("div");
      if (!sheet || !dialog.showModal) {
        return;
      }
      event.preventDefault();
      box.replaceChildren.apply(
        box,
        Array.prototype.map.call(sheet.cloneNode(true).childNodes, node => node)
      );
      dialog.showModal();
    });
  });
  if (dialog) {
    dialog.addEventListener("click", event => {
      if (event.target === dialog) {
        dialog.close();
      }
    });
  }

  function opened() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const folded = target && target.closest("details");
    if (folded) {
      folded.open = true;
      target.scrollIntoView();
    }
  }
  window.addEventListener("hashchange", opened);
  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = all("details.print-open:not([open])");
    unfolded.forEach(d => {
      d.open = true;
    });
  });
  window.addEventListener("afterprint", () => {
    unfolded.forEach(d => {
      d.open = false;
    });
    unfolded = [];
  });
  opened();
})();
