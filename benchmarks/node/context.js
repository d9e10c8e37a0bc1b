// Reads the workbooks of a report folder with SheetJS, and returns the paragraphs of the report.
"use strict";

const fs = require("fs");
const path = require("path");
const XLSX = require("xlsx");

const HEADINGS_ABOVE = 4;

function table(workbook, sheet) {
  const options = { range: HEADINGS_ABOVE, defval: "" };
  return XLSX.utils.sheet_to_json(workbook.Sheets[sheet], options)
    .filter((row) => Object.values(row).some((value) => value !== ""));
}

function open(file) {
  return XLSX.read(fs.readFileSync(file), { type: "buffer" });
}

function lines(text, leadIn = "") {
  const found = String(text).split("\n").filter((line) => line.trim());
  return found.map((line, at) => ({ text: (at ? "" : leadIn) + line.trim().replace(/^- /, "") }));
}

function column(row, beginning) {
  return row[Object.keys(row).find((name) => name.startsWith(beginning))];
}

function paragraphs(folder) {
  const report = open(path.join(folder, "inputs", "report.xlsx"));
  const returns = path.join(folder, "inputs", "returns");
  const answers = new Map();
  for (const name of fs.readdirSync(returns).sort()) {
    for (const row of table(open(path.join(returns, name)), "Actions")) {
      answers.set(row.Reference, row);
    }
  }
  const register = table(report, "Register");
  const found = [];
  const counts = { "[areas]": register.length, "[areas completed]": register.length };
  for (const sheet of ["1 Summary", "2 Recommendations", "4 Scrutiny"]) {
    for (const row of table(report, sheet)) {
      const text = row.Text.replace(/\[[^\]]*\]/g, (token) => `${counts[token]} areas`);
      found.push(...lines(text));
    }
  }
  for (const area of register) {
    const answer = answers.get(area.Reference);
    found.push({ text: `${column(area, "Area for")}.` });
    found.push(...lines(column(answer, "Progress")));
    found.push(...lines(column(answer, "Evidence"), "Evidence: "));
  }
  for (const sheet of ["5 Implications", "6 Background papers", "7 Appendices"]) {
    for (const row of table(report, sheet)) found.push(...lines(Object.values(row)[0]));
  }
  for (const part of table(report, "Parts")) {
    found.push({ text: part.Part });
    for (const timescale of table(report, "Timescales")) {
      found.push({ text: timescale.Timescale });
      for (const area of register) {
        if (area.Part !== part.Part || area.Timescale !== timescale.Timescale) continue;
        const marker = answers.get(area.Reference).Status.toUpperCase();
        found.push({ text: `${column(area, "Area for")}. ${marker}` });
      }
    }
  }
  return found;
}

module.exports = { paragraphs };
