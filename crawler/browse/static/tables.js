// Datasette's forms have fields without a name for those who cannot see them: give them one.
const names = { _filter_column: "Column", _filter_op: "Condition", _filter_value: "Value", _sort: "Sort by" };

function nameFields() {
  const fields = ".tables select, .tables input:not([type=submit]):not([type=hidden]), .tables textarea";
  for (const field of document.querySelectorAll(fields)) {
    if (field.labels?.length || field.getAttribute("aria-label")) continue;
    const start = Object.keys(names).find((name) => field.name?.startsWith(name));
    field.setAttribute("aria-label", names[start] ?? (field.tagName === "TEXTAREA" ? "SQL" : field.name || "Value"));
  }
}

nameFields();
addEventListener("load", () => setTimeout(nameFields)); // the SQL editor is made then
