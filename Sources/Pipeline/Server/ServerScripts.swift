/// What the server adds to the site's script: pages themselves are served as they are built.
enum ServerScripts {
  /// Loads the page again after a change, and shows what is wrong.
  static let live = """

    (function () {
      "use strict";
      var overlay = null;
      function show(text) {
        if (overlay) { overlay.remove(); overlay = null; }
        if (!text) { return; }
        overlay = document.createElement("dialog");
        overlay.className = "overlay";
        var pre = document.createElement("pre");
        pre.textContent = text;
        var close = document.createElement("button");
        close.textContent = "Close";
        close.addEventListener("click", function () { overlay.remove(); overlay = null; });
        overlay.appendChild(pre);
        overlay.appendChild(close);
        document.body.appendChild(overlay);
        overlay.show();
      }
      new EventSource("/-/events").onmessage = function (event) {
        var message = JSON.parse(event.data);
        if (message.reload && !document.querySelector(".desk:focus-within")) { location.reload(); }
        show(message.errors);
      };
    })();

    """

  /// Notes, sign-off and keys on case pages of the clinic.
  static let review = """

    (function () {
      "use strict";
      var match = /\\/cases\\/([A-Za-z0-9_-]+)\\.html$/.exec(location.pathname);
      document.addEventListener("keydown", function (event) {
        if (/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) { return; }
        if (event.ctrlKey || event.metaKey || event.altKey) { return; }
        var rel = { j: "next", n: "next", k: "prev", p: "prev" }[event.key];
        var link = rel && document.querySelector(".queue a[rel=" + rel + "]");
        if (link) { location.href = link.href; }
        if (event.key === "s" && match) { document.querySelector(".desk textarea").focus(); }
      });
      if (!match || match[1] === "index") { return; }
      var id = match[1], token = null, report = null;
      fetch("/-/review/" + id).then(function (answer) { return answer.json(); }).then(function (state) {
        token = state.token;
        report = state.report;
        desk(state.note);
      });
      function element(name, parent, text) {
        var made = document.createElement(name);
        if (text) { made.textContent = text; }
        parent.appendChild(made);
        return made;
      }
      function desk(note) {
        var form = document.createElement("form");
        form.className = "desk";
        form.setAttribute("aria-label", "Review of this report");
        var label = element("label", form, "Note (Markdown)");
        var area = element("textarea", label);
        area.value = note;
        area.rows = 4;
        var who = element("label", form, "Reviewer");
        var name = element("input", who);
        name.required = true;
        name.maxLength = 80;
        try { name.value = localStorage.getItem("casebook-reviewer") || ""; } catch (e) { /* private */ }
        var save = element("button", form, "Save note");
        var sign = element("button", form, "Sign off");
        sign.type = "button";
        var said = element("p", form);
        said.setAttribute("role", "status");
        element("p", form, "Keys: j next, k previous, s write.").className = "quiet small";
        function send(isSignOff) {
          if (!form.reportValidity()) { return; }
          try { localStorage.setItem("casebook-reviewer", name.value); } catch (e) { /* private */ }
          fetch("/-/review/" + id, {
            method: "POST",
            headers: { "Content-Type": "application/json", "X-Casebook-Token": token },
            body: JSON.stringify({ reviewer: name.value, note: area.value, sign: isSignOff, report: report })
          }).then(function (answer) {
            return answer.text().then(function (text) {
              said.textContent = answer.ok ? (isSignOff ? "Signed off." : "Saved.") : text;
              if (answer.ok) { area.blur(); sign.blur(); }
            });
          });
        }
        form.addEventListener("submit", function (event) { event.preventDefault(); send(false); });
        sign.addEventListener("click", function () { send(true); });
        document.querySelector("main .prose").appendChild(form);
      }
    })();

    """
}
