// The message desk: a proposal of dispatch fills the unit, and a call-back shows the rating only where there is one.
// Nothing depends on it: every choice can be made in the form itself.
(function () {
  "use strict";

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-choose]");
    var field = button && document.getElementById(button.dataset.choose);
    if (field) { field.value = button.dataset.value; field.focus(); }
  });
})();
