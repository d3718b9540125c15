// Keys for people who sit here all day: j and k walk the queue, o opens, a puts the focus on the main act.
// Nothing works by key alone: every key has a link or a button beside it.
(function () {
  "use strict";
  var chosen = "";

  function typing(target) {
    return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
  }

  function rows() {
    return Array.prototype.slice.call(document.querySelectorAll("tr[data-href]"));
  }

  function place(all) {
    return all.findIndex(function (row) { return row.dataset.step === chosen; });
  }

  function mark() {
    rows().forEach(function (row) { row.setAttribute("aria-selected", String(row.dataset.step === chosen)); });
  }

  function walk(step) {
    var all = rows();
    if (!all.length) {
      var link = document.querySelector(step > 0 ? "a[data-key=j]" : "a[data-key=k]");
      if (link) { link.click(); }
      return;
    }
    var at = Math.max(0, Math.min(all.length - 1, place(all) + step));
    chosen = all[at].dataset.step;
    mark();
    all[at].querySelector("a").focus();
  }

  function open() {
    var row = rows()[place(rows())];
    if (row) { row.querySelector("a").click(); }
  }

  function act() {
    var main = document.querySelector("[data-key=a]");
    if (main) { main.focus(); main.scrollIntoView({ block: "center" }); }
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) { return; }
    var done = { j: function () { walk(1); }, k: function () { walk(-1); }, o: open, a: act }[event.key];
    if (done) { done(); event.preventDefault(); }
  });

  // A material opens beside the form: bring it into sight.
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a.beside");
    if (link) { link.closest(".case-materials").scrollIntoView({ block: "start" }); }
  });

  // On a phone the rail is one line: where one is comes into sight.
  var here = document.querySelector(".rail a[aria-current]");
  if (here) { here.closest("ul").scrollLeft = here.offsetLeft - (here.closest("ul").clientWidth - here.offsetWidth) / 2; }

  // The queue was asked for again: what was chosen stays chosen.
  document.addEventListener("htmx:afterSwap", mark);
})();
