// Keys for people who sit here all day: j and k walk the queue, o opens, a puts the focus on the main act.
// Nothing works by key alone: every key has a link or a button beside it.
(function () {
  "use strict";
  var rows = [], at = -1;

  function typing(target) {
    return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
  }

  function walk(step) {
    rows = Array.prototype.slice.call(document.querySelectorAll("tr[data-href]"));
    if (!rows.length) {
      var link = document.querySelector(step > 0 ? "a[data-key=j]" : "a[data-key=k]");
      if (link) { link.click(); }
      return;
    }
    if (rows[at]) { rows[at].removeAttribute("aria-selected"); }
    at = Math.max(0, Math.min(rows.length - 1, at + step));
    rows[at].setAttribute("aria-selected", "true");
    rows[at].querySelector("a").focus();
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) { return; }
    if (event.key === "j") { walk(1); }
    else if (event.key === "k") { walk(-1); }
    else if (event.key === "o" && rows[at]) { window.location = rows[at].dataset.href; }
    else if (event.key === "a") {
      var act = document.querySelector("[data-key=a]");
      if (act) { act.focus(); event.preventDefault(); }
    }
  });
})();
