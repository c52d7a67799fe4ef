// Keeps the choice of colours between pages. Everything works without it.
(function () {
  "use strict";
  var key = "casebook-theme";
  function stored() {
    try { return localStorage.getItem(key); } catch (e) { return null; }
  }
  var radios = document.querySelectorAll("input[name=theme]");
  var kept = stored();
  radios.forEach(function (radio) {
    if (radio.id === kept) { radio.checked = true; }
    radio.addEventListener("change", function () {
      try { localStorage.setItem(key, radio.id); } catch (e) { /* private window */ }
    });
  });
})();
