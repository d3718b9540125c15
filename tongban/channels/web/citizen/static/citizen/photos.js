// Sends each photo of a message by itself, right after it was chosen: one after another, each with its progress, to be tried again or
// taken away. Without this script the form sends them in steps. `window.tongbanPhotos(form, changed)` returns what the draft needs.
(function () {
  "use strict";

  function one(selector, inside) { return inside.querySelector(selector); }

  function all(selector, inside) { return Array.prototype.slice.call(inside.querySelectorAll(selector)); }

  window.tongbanPhotos = function (form, changed) {
    var box = one("[data-photos]", form), words = box.dataset;
    var list = one("[data-photo-list]", box), blank = one("template[data-photo]", box);
    var error = one("[data-photos-error]", box), status = one("[data-photos-told]", box);
    var waiting = [], sending = null, submitter = null;

    // ---------------------------------------------------------- one photo
    function item() {
      list.appendChild(blank.content.cloneNode(true));
      list.hidden = false;
      return list.lastElementChild;
    }

    function removable(li, name) { // is called by what it is, for whoever does not see it
      var button = one("[data-photo-drop]", li), image = one("img", li);
      button.addEventListener("click", function () { drop(li); });
      button.setAttribute("aria-label", button.textContent + " " + name);
      image.alt += " " + name;
    }

    function keeps(li, digest, picture) {
      var image = one("img", li);
      li.dataset.digest = digest;
      image.addEventListener("error", function () { forget(li); changed(); }); // it was let go of after a week
      image.src = picture;
      image.hidden = false;
      one("progress", li).hidden = true;
      one("[data-photo-name]", li).hidden = true;
      var field = document.createElement("input");
      field.type = "hidden";
      field.name = "kept";
      field.value = digest;
      form.appendChild(field);
    }

    function forget(li) {
      all('input[name="kept"]', form).forEach(function (field) { if (field.value === li.dataset.digest) { field.remove(); } });
      li.remove();
      list.hidden = !list.children.length;
    }

    function drop(li) {
      var digest = li.dataset.digest;
      waiting = waiting.filter(function (each) { return each.li !== li; });
      if (sending && sending.li === li) { sending.request.abort(); }
      forget(li);
      if (digest) { post(words.add + form.elements.key.value + "/" + digest + "/drop/", new FormData(), new XMLHttpRequest()); }
      tell("", "");
      changed();
      one("#photos", box).focus();
      go();
    }

    // ------------------------------------------------------------ sending
    function post(address, data, request) {
      data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      request.open("POST", address);
      request.send(data);
    }

    function next() {
      if (sending || !waiting.length) { return; }
      var entry = sending = waiting.shift(), data = new FormData();
      data.append("key", form.elements.key.value);
      data.append("photo", entry.file);
      entry.request = new XMLHttpRequest();
      entry.request.upload.addEventListener("progress", function (event) {
        if (event.lengthComputable) { one("progress", entry.li).value = 100 * event.loaded / event.total; }
      });
      entry.request.addEventListener("load", function () { answered(entry); });
      entry.request.addEventListener("error", function () { failed(entry, words.wordsLost, true); });
      entry.request.addEventListener("loadend", function () { sending = null; next(); go(); });
      post(words.add, data, entry.request);
    }

    function answered(entry) {
      var told;
      try { told = JSON.parse(entry.request.responseText); } catch (broken) { told = {}; }
      if (entry.request.status !== 201) {
        failed(entry, told.told || words.wordsAgain, entry.request.status !== 422 || !told.told);
        return;
      }
      var twin = all("li", list).some(function (li) { return li !== entry.li && li.dataset.digest === told.digest; });
      if (twin) { forget(entry.li); } else { keeps(entry.li, told.digest, told.picture); }
      tell("", waiting.length ? "" : words.wordsKept);
      changed();
    }

    function failed(entry, told, again) {
      var line = one("[data-photo-error]", entry.li);
      line.textContent = told;
      line.hidden = false;
      entry.li.classList.add("failed");
      one("progress", entry.li).hidden = true;
      entry.li.retry = again ? function () { retry(entry); } : null;
      one("[data-photo-again]", entry.li).hidden = !again;
    }

    function retry(entry) {
      entry.li.classList.remove("failed");
      entry.li.retry = null;
      one("[data-photo-error]", entry.li).hidden = true;
      one("[data-photo-again]", entry.li).hidden = true;
      one("progress", entry.li).value = 0;
      one("progress", entry.li).hidden = false;
      waiting.push(entry);
      tell("", "");
      next();
    }

    function add(file) {
      var entry = { file: file, li: item() };
      one("[data-photo-name]", entry.li).textContent = file.name;
      one("[data-photo-again]", entry.li).addEventListener("click", function () { entry.li.retry(); });
      removable(entry.li, file.name);
      if (file.size > Number(words.mostBytes)) { failed(entry, words.wordsTooLarge, false); return; }
      waiting.push(entry);
    }

    // ---------------------------------------------------------- the whole
    function tell(wrong, fine) {
      error.textContent = wrong;
      error.hidden = !wrong;
      status.textContent = fine;
    }

    function chosen(input) {
      var room = Number(words.most) - list.children.length, files = Array.prototype.slice.call(input.files);
      tell(files.length > room ? words.wordsTooMany : "", "");
      files.slice(0, Math.max(0, room)).forEach(add);
      input.value = "";
      next();
    }

    function go() { // to where somebody wanted to go while photos were on their way
      if (!submitter || sending || waiting.length) { return; }
      var button = submitter;
      submitter = null;
      if (one(".failed", list)) { tell(words.wordsFailed, ""); return; }
      form.requestSubmit(button === form ? undefined : button);
    }

    function submitted(event) {
      var leaves = sending || waiting.length || one(".failed", list);
      if (!leaves) { return; }
      event.preventDefault();
      submitter = event.submitter || form;
      tell("", words.wordsWait);
      go();
    }

    all("[data-by-steps]", box).forEach(function (each) { each.hidden = true; });
    all("li", list).forEach(function (li) {
      one("button", li).addEventListener("click", function (event) { event.preventDefault(); drop(li); });
    });
    form.elements.photos.addEventListener("change", function (event) { chosen(event.target); });
    form.addEventListener("submit", submitted);
    window.addEventListener("online", function () { all("li", list).forEach(function (li) { if (li.retry) { li.retry(); } }); });

    return {
      kept: function () { return all('input[name="kept"]', form).map(function (field) { return field.value; }); },
      restore: function (digests) { // of another draft, whose key the form has by now
        all("li", list).forEach(forget);
        digests.forEach(function (digest, place) {
          var li = item();
          removable(li, String(place + 1));
          keeps(li, digest, words.add + form.elements.key.value + "/" + digest);
        });
      }
    };
  };
}());
