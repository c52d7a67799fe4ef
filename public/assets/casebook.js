// Comfort only: every page can be read, and every table is complete, without this.
(function () {
  "use strict";

  // The choice of colours, kept between pages.
  var key = "casebook-theme";
  function stored() {
    try { return localStorage.getItem(key); } catch (e) { return null; }
  }
  var kept = stored();
  document.querySelectorAll("input[name=theme]").forEach(function (radio) {
    if (radio.id === kept) { radio.checked = true; }
    radio.addEventListener("change", function () {
      try { localStorage.setItem(key, radio.id); } catch (e) { /* private window */ }
    });
  });

  // Scripts that hold data, because a page opened from a disk may not fetch.
  var waiting = Object.create(null);
  function load(address, name, then) {
    if (waiting[name]) { waiting[name].push(then); return; }
    waiting[name] = [then];
    var script = document.createElement("script");
    script.src = address;
    script.onerror = function () { arrived(name, null); };
    document.head.appendChild(script);
  }
  function arrived(name, data) {
    var list = waiting[name] || [];
    waiting[name] = { push: function (then) { then(data); } };
    list.forEach(function (then) { then(data); });
  }
  window.casebookIndex = function (name, list) { arrived(name, list); };
  window.casebookShard = function (name, pages, words) { arrived(name, { pages: pages, words: words }); };
  window.casebookRows = function (name, rows) { arrived(name, rows); };

  function element(name, attributes, text) {
    var made = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  // ---- Search ----
  var form = document.querySelector("form.search");
  if (form) { search(form); }

  function search(form) {
    var root = form.dataset.root, field = form.querySelector("input");
    var list = element("ul", { id: "hits", role: "listbox", "aria-label": field.labels[0].textContent, "class": "hits", hidden: "" });
    form.appendChild(list);
    var status = element("p", { "class": "vh", role: "status" });
    form.appendChild(status);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", "hits");
    field.setAttribute("aria-autocomplete", "list");
    var chosen = -1, turn = 0;

    function close() {
      list.hidden = true;
      chosen = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    }
    function tokens(text) {
      return text.toLowerCase().split(/[^\p{L}\p{N}_-]+/u).map(function (word) {
        return word.replace(/^[-_]+|[-_]+$/g, "");
      }).filter(function (word) { return word.length > 1; });
    }
    // The shards in which words that begin so may stand; at most three.
    function shardsOf(index, word) {
      var low = 0, high = index.length;
      while (low < high) {
        var middle = (low + high) >> 1;
        if (index[middle][0] <= word) { low = middle + 1; } else { high = middle; }
      }
      var found = low > 0 ? [index[low - 1]] : [];
      for (var i = low; i < index.length && found.length < 3 && index[i][0].indexOf(word) === 0; i += 1) {
        found.push(index[i]);
      }
      return found;
    }
    function run() {
      var words = tokens(field.value), own = turn += 1;
      if (!words.length) { close(); return; }
      var left = 1, pages = Object.create(null);
      function ready(step) {
        left += step;
        if (left === 0 && own === turn) { show(pages, words.length); }
      }
      // Lists lead to lists, and those to shards.
      function follow(list, depth, word, place) {
        shardsOf(list, word).forEach(function (entry) {
          ready(1);
          load(root + entry[1], entry[1], function (data) {
            if (data && depth > 0) { follow(data, depth - 1, word, place); }
            if (data && depth === 0) { match(data, word, place, pages); }
            ready(-1);
          });
        });
      }
      load(root + "search/index.js", "search/index.js", function (index) {
        if (index && own === turn) {
          words.forEach(function (word, place) { follow(index, 1, word, place); });
        }
        ready(-1);
      });
    }
    function match(data, word, place, pages) {
      data.words.forEach(function (entry) {
        if (entry[0].indexOf(word) !== 0) { return; }
        var weight = entry[0] === word ? 3 : 1;
        for (var i = 2; i < entry.length; i += 1) {
          var page = data.pages[entry[i]], known = pages[page[1]];
          if (!known) { known = pages[page[1]] = { page: page, by: {} }; }
          var score = weight + 1 - (i - 2) / 40;
          known.by[place] = Math.max(known.by[place] || 0, score);
        }
      });
    }
    function show(pages, count) {
      var found = Object.keys(pages).map(function (address) {
        var own = pages[address], sum = 0, hits = 0;
        Object.keys(own.by).forEach(function (place) { sum += own.by[place]; hits += 1; });
        return { page: own.page, score: hits * 10 + sum };
      }).sort(function (a, b) {
        return b.score - a.score || (a.page[1] < b.page[1] ? -1 : 1);
      });
      list.textContent = "";
      chosen = -1;
      found.slice(0, 12).forEach(function (hit, place) {
        var item = element("li", { role: "option", id: "hit-" + place, "aria-selected": "false" });
        var link = element("a", { href: root + hit.page[1], tabindex: "-1" }, hit.page[0]);
        link.appendChild(element("small", {}, hit.page[2]));
        item.appendChild(link);
        list.appendChild(item);
      });
      status.textContent = String(found.length);
      list.hidden = found.length === 0;
      field.setAttribute("aria-expanded", String(found.length > 0));
    }
    function choose(step) {
      var items = list.children;
      if (!items.length) { return; }
      if (chosen >= 0) { items[chosen].setAttribute("aria-selected", "false"); }
      chosen = (chosen + step + items.length) % items.length;
      items[chosen].setAttribute("aria-selected", "true");
      items[chosen].scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", items[chosen].id);
    }
    field.addEventListener("input", run);
    field.addEventListener("focus", function () { if (field.value) { run(); } });
    field.addEventListener("keydown", function (event) {
      if (event.key === "ArrowDown") { event.preventDefault(); choose(1); }
      if (event.key === "ArrowUp") { event.preventDefault(); choose(-1); }
      if (event.key === "Escape") { close(); }
    });
    form.addEventListener("submit", function (event) {
      var item = list.children[Math.max(chosen, 0)];
      if (!item || list.hidden) { return; }
      event.preventDefault();
      location.href = item.firstChild.href;
    });
    document.addEventListener("click", function (event) { if (!form.contains(event.target)) { close(); } });
    document.addEventListener("keydown", function (event) {
      var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); field.focus(); }
    });
  }

  // ---- Tables: sort and filter, with the state in the address ----
  document.querySelectorAll("table.sortable").forEach(function (table, number) { sortable(table, number); });

  function sortable(table, number) {
    var region = table.parentNode, name = region.id || "table-" + number;
    var body = table.tBodies[0], first = Array.prototype.slice.call(body.rows), rows = first;
    var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
    var source = table.dataset.rows, isWhole = !source;
    var state = { column: -1, down: false, text: "" };

    function number_(text) {
      var plain = text.replace(/[\u2009\u202f\u00a0 ]/g, "").replace("\u2212", "-");
      return plain !== "" && plain !== "\u2013" && !isNaN(plain) ? Number(plain) : null;
    }
    function isMissing(words) { return words === "" || words === "\u2013"; }
    function text(row, column) { return row.cells[column] ? row.cells[column].textContent.trim() : ""; }
    function whole(then) {
      if (isWhole) { then(); return; }
      load(source, source, function (data) {
        isWhole = true;
        if (data) { rows = data.map(made); }
        then();
      });
    }
    function made(values) {
      var row = element("tr", { role: "row" });
      values.forEach(function (value, column) {
        var cell = column === 0
          ? element("th", { scope: "row", role: "rowheader" }, value)
          : element("td", { role: "cell", "data-label": heads[column].dataset.name });
        if (column > 0) {
          if (heads[column].classList.contains("n")) { cell.className = "n"; }
          cell.appendChild(element("span", {}, value));
        }
        row.appendChild(cell);
      });
      return row;
    }
    function draw() {
      whole(function () {
        var wanted = state.text.toLowerCase().split(/\s+/).filter(Boolean);
        // At the start of a word: "male" does not find "female".
        var shown = rows.filter(function (row) {
          var words = Array.prototype.map.call(row.cells, function (cell) { return cell.textContent; });
          var own = words.join(" ").toLowerCase().split(/[^\p{L}\p{N}.\u2212-]+/u);
          return wanted.every(function (word) {
            return own.some(function (known) { return known.indexOf(word) === 0; });
          });
        });
        if (state.column >= 0) {
          shown = shown.map(function (row, place) {
            var words = text(row, state.column);
            return { row: row, place: place, words: words, number: number_(words) };
          }).sort(function (a, b) {
            // What is no number stands last, either way.
            if ((a.number === null) !== (b.number === null)) { return a.number === null ? 1 : -1; }
            if (isMissing(a.words) !== isMissing(b.words)) { return isMissing(a.words) ? 1 : -1; }
            var order = a.number !== null ? a.number - b.number : a.words.localeCompare(b.words);
            return (state.down ? -order : order) || a.place - b.place;
          }).map(function (item) { return item.row; });
        }
        body.textContent = "";
        shown.slice(0, 1000).forEach(function (row) { body.appendChild(row); });
        heads.forEach(function (head, column) {
          if (column === state.column) {
            head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
          } else { head.removeAttribute("aria-sort"); }
        });
        count.textContent = Math.min(shown.length, 1000) + " / " + rows.length;
        keep();
      });
    }
    function keep() {
      var query = new URLSearchParams(location.search);
      query.delete(name + ".sort");
      query.delete(name + ".q");
      if (state.column >= 0) { query.set(name + ".sort", (state.down ? "-" : "") + state.column); }
      if (state.text) { query.set(name + ".q", state.text); }
      var words = query.toString();
      try {
        history.replaceState(null, "", location.pathname + (words ? "?" + words : "") + location.hash);
      } catch (e) { /* a page of an opaque origin keeps its address */ }
    }
    heads.forEach(function (head, column) {
      head.dataset.name = head.textContent.trim();
      if (isWhole && rows.length < 2) { return; }
      var button = element("button", { type: "button", "class": "sort" });
      while (head.firstChild) { button.appendChild(head.firstChild); }
      head.appendChild(button);
      button.addEventListener("click", function () {
        state.down = state.column === column && !state.down;
        state.column = column;
        draw();
      });
    });
    var tools = element("div", { "class": "tools" });
    var label = table.caption ? table.caption.textContent : name;
    var filter = element("input", { type: "search", "aria-label": "Filter: " + label, placeholder: "Filter" });
    var count = element("p", { role: "status" });
    filter.hidden = isWhole && rows.length < 8;
    tools.appendChild(filter);
    tools.appendChild(count);
    region.parentNode.insertBefore(tools, region);
    filter.addEventListener("input", function () { state.text = filter.value; draw(); });
    var query = new URLSearchParams(location.search), sort = query.get(name + ".sort");
    state.text = filter.value = query.get(name + ".q") || "";
    if (sort !== null && !isNaN(sort)) {
      state.down = sort.charAt(0) === "-";
      state.column = Math.abs(Number(sort));
    }
    if (state.text || state.column >= 0) { draw(); }
  }
})();
