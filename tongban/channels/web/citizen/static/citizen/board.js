// Helps to leave a message; nothing here is needed to leave one. A draft stays on this device while the connection is lost, the map
// takes the telephone's position, a small task is done meanwhile, and the receipt is copied or printed.
(function () {
  "use strict";
  var PREFIX = "tongban.message.";
  var KEPT = 14 * 24 * 3600 * 1000;
  var FIELDS = ["kind", "text", "title", "unit", "district", "address", "lon", "lat", "visibility", "free_name"];

  function one(selector, inside) { return (inside || document).querySelector(selector); }

  function all(selector, inside) { return Array.prototype.slice.call((inside || document).querySelectorAll(selector)); }

  function stored(act) {
    try { return act(window.localStorage); } catch (refused) { return null; }
  }

  // ------------------------------------------------------------ the draft
  function values(form) {
    var told = {};
    FIELDS.forEach(function (name) {
      var field = form.elements[name];
      told[name] = field && field.value !== undefined ? field.value : "";
    });
    told.kept = photos ? photos.kept() : [];
    return told;
  }

  function keep(form) {
    var told = values(form);
    var wanted = told.kind !== "report" || form.elements.keep_draft.checked;
    stored(function (store) {
      if (!wanted || !(told.text.trim() || told.kept.length)) { store.removeItem(PREFIX + form.dataset.draft); return; }
      store.setItem(PREFIX + form.dataset.draft, JSON.stringify({ at: Date.now(), told: told }));
    });
  }

  function drafts() {
    return stored(function (store) {
      return Object.keys(store).filter(function (name) { return name.indexOf(PREFIX) === 0; }).map(function (name) {
        var draft;
        try { draft = JSON.parse(store.getItem(name)); } catch (broken) { draft = null; }
        if (!draft || !draft.told || Date.now() - draft.at > KEPT) { store.removeItem(name); return null; }
        draft.key = name.slice(PREFIX.length);
        return draft;
      }).filter(Boolean).sort(function (a, b) { return b.at - a.at; });
    }) || [];
  }

  function forget(key) { stored(function (store) { store.removeItem(PREFIX + key); }); }

  function restore(form, draft) {
    FIELDS.forEach(function (name) {
      var field = form.elements[name];
      if (field && draft.told[name] !== undefined) { field.value = draft.told[name]; }
    });
    form.elements.key.value = draft.key;
    form.dataset.draft = draft.key;
    if (photos) { photos.restore(draft.told.kept || []); }
    showPin(form);
  }

  function offerDraft(form) {
    var box = one("[data-restore]");
    var last = drafts()[0];
    if (!box || !last || form.elements.text.value.trim() || last.key === form.dataset.draft) { return; }
    one("[data-restore-words]", box).textContent = last.told.text.replace(/(?:\d[\s-]?){5,}[\dxX]?/g, "****").slice(0, 60);
    one("[data-restore-photos]", box).hidden = !(last.told.kept || []).length;
    box.hidden = false;
    one("[data-restore-yes]", box).addEventListener("click", function () { restore(form, last); box.hidden = true; form.elements.text.focus(); });
    one("[data-restore-no]", box).addEventListener("click", function () { forget(last.key); box.hidden = true; });
  }

  var OWN = document.currentScript.src, PATIENCE = 6000;

  function connected(form) { // the page is left only when the city answers, else it stays, and not the browser's own page of errors
    var reached = false;
    form.addEventListener("submit", function (event) {
      var lost = one("[data-lost]"), pressed = event.submitter;
      if (event.defaultPrevented) { return; }
      lost.hidden = true;
      if (reached) { reached = false; return; }
      event.preventDefault();
      event.stopImmediatePropagation();
      answered().then(
        function () { reached = true; form.requestSubmit(pressed); },
        function () { lost.hidden = false; lost.scrollIntoView({ block: "center" }); }
      );
    });
  }

  function answered() { // rejects where the connection is lost, also one that only seems to be there
    if (navigator.onLine === false) { return Promise.reject(); }
    var ended = new AbortController(), clock = window.setTimeout(function () { ended.abort(); }, PATIENCE);
    return fetch(OWN, { method: "HEAD", cache: "no-store", signal: ended.signal }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
    }).finally(function () { window.clearTimeout(clock); });
  }

  function left(form) { // how much may still be written, once it is not much
    var field = form.elements.text, box = one("[data-left]"), rest = Number(field.dataset.most) - Array.from(field.value.trim()).length;
    box.hidden = rest > Number(field.dataset.most) / 10;
    box.classList.toggle("error", rest < 0);
    box.textContent = (rest < 0 ? box.dataset.over : box.dataset.left).replace("{n}", String(Math.abs(rest)));
  }

  function reports(form) {
    one("[data-keep-report]").hidden = values(form).kind !== "report";
  }

  // -------------------------------------------------------------- the map
  function map(form) { return one("[data-map]", form); }

  function showPin(form) {
    var picture = map(form);
    if (!picture) { return; }
    var there = form.elements.lon.value && form.elements.lat.value;
    picture.src = picture.dataset.map + (there ? "?at=" + form.elements.lon.value + "," + form.elements.lat.value : "");
    one("[data-no-pin]", form).hidden = !there;
    if (there) { picture.closest("details").open = true; }
  }

  function pin(form, longitude, latitude) {
    form.elements.lon.value = longitude === "" ? "" : longitude.toFixed(5);
    form.elements.lat.value = latitude === "" ? "" : latitude.toFixed(5);
    showPin(form);
    keep(form);
  }

  function touchable(form) {
    var picture = map(form);
    if (!picture) { return; }
    var facts = picture.dataset;
    picture.addEventListener("click", function (event) {
      event.preventDefault();
      if (event.clientX === 0 && event.clientY === 0) { return; }
      var edge = picture.getBoundingClientRect();
      var x = (event.clientX - edge.left) * (Number(picture.width) / edge.width);
      var y = (event.clientY - edge.top) * (Number(picture.height) / edge.height);
      pin(form, Number(facts.west) + (x - 6) / Number(facts.x), Number(facts.north) - (y - 6) / Number(facts.y));
    });
    one("[data-no-pin]", form).addEventListener("click", function () { pin(form, "", ""); });
    locatable(form);
    showPin(form);
  }

  function locatable(form) {
    var button = one("[data-locate]", form);
    if (!navigator.geolocation) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      var failed = one("[data-locate-error]", form);
      failed.hidden = true;
      navigator.geolocation.getCurrentPosition(
        function (found) { pin(form, found.coords.longitude, found.coords.latitude); },
        function () { failed.textContent = button.dataset.failed; failed.hidden = false; },
        { enableHighAccuracy: true, timeout: 10000 }
      );
    });
  }

  // ------------------------------------------------------- the small task
  var ROUND = [];
  (function () {
    function part(root) { return ((root - Math.floor(root)) * 4294967296) | 0; }
    for (var n = 2; ROUND.length < 64; n += 1) {
      var prime = true;
      for (var d = 2; d * d <= n; d += 1) { if (n % d === 0) { prime = false; break; } }
      if (prime) { ROUND.push(part(Math.cbrt(n))); }
    }
  }());
  var START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

  function firstWord(text) { // of the SHA-256 of an ASCII text
    var length = text.length, blocks = ((length + 8) >> 6) + 1, w = new Int32Array(64), state = new Int32Array(START);
    for (var block = 0; block < blocks; block += 1) {
      for (var i = 0; i < 16; i += 1) {
        var word = 0;
        for (var b = 0; b < 4; b += 1) {
          var at = block * 64 + i * 4 + b;
          word = (word << 8) | (at < length ? text.charCodeAt(at) : at === length ? 128 : 0);
        }
        w[i] = word;
      }
      if (block === blocks - 1) { w[15] = length * 8; }
      mixed(w, state);
    }
    return state[0] >>> 0;
  }

  function mixed(w, state) {
    var i, x, y;
    for (i = 16; i < 64; i += 1) {
      x = w[i - 15]; y = w[i - 2];
      w[i] = (w[i - 16] + w[i - 7] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ (x >>> 3)) + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ (y >>> 10))) | 0;
    }
    var a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (i = 0; i < 64; i += 1) {
      x = (h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + ((e & f) ^ (~e & g)) + ROUND[i] + w[i]) | 0;
      y = (((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + x) | 0; d = c; c = b; b = a; a = (x + y) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach(function (value, place) { state[place] = (state[place] + value) | 0; });
  }

  function work(form) {
    var task = one("[data-task]", form);
    if (!task || one(".error", task)) { return; }
    var least = Math.pow(2, 32 - Number(task.dataset.difficulty)), count = 0, waits = false;
    form.addEventListener("submit", function (event) { // whoever is faster than the device is sent when it has done
      var back = event.submitter && event.submitter.name === "again";
      if (back || form.elements.work_answer.value || form.elements.sum_answer.value.trim()) { return; }
      event.preventDefault();
      waits = true;
      one("[data-task-waits]").hidden = false;
    });
    function some() {
      for (var end = count + 1500; count < end; count += 1) {
        if (firstWord(task.dataset.token + ":" + count) < least) { done(); return; }
      }
      window.setTimeout(some, 0);
    }
    function done() {
      form.elements.work_answer.value = String(count);
      if (document.activeElement !== form.elements.sum_answer && !form.elements.sum_answer.value) {
        task.hidden = true;
        one("[data-task-done]").hidden = false;
      }
      if (waits) { form.submit(); }
    }
    some();
  }

  // ----------------------------------------------------------- the receipt
  function receipt() {
    stored(function (store) {
      var sent = store.getItem("tongban.sent");
      if (sent) { store.removeItem(PREFIX + sent); store.removeItem("tongban.sent"); }
    });
    all("[data-print]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { window.print(); });
    });
    all("[data-copy]").forEach(function (button) {
      if (!navigator.clipboard) { return; }
      button.hidden = false;
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(button.dataset.copy).then(function () { button.textContent = button.dataset.copied; });
      });
    });
  }

  var form = one("form[data-draft]"), check = one("form[data-check]"), photos = null;
  if (form) {
    photos = window.tongbanPhotos && window.tongbanPhotos(form, function () { keep(form); });
    offerDraft(form);
    touchable(form);
    reports(form);
    form.addEventListener("input", function () { keep(form); left(form); });
    left(form);
    connected(form);
    form.addEventListener("change", function () { keep(form); reports(form); });
  }
  if (check) {
    connected(check);
    work(check);
    check.addEventListener("submit", function () { stored(function (store) { store.setItem("tongban.sent", check.dataset.check); }); });
  }
  if (one("[data-sent]")) { receipt(); }
}());
