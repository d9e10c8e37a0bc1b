// node carbone.js FOLDER FILE
"use strict";

const fs = require("fs");
const path = require("path");
const carbone = require("carbone");
const { paragraphs } = require("./context");

const [folder, target] = process.argv.slice(2);
const template = path.resolve(folder, "templates", "carbone.docx");
carbone.render(template, { paragraphs: paragraphs(folder) }, (error, content) => {
  if (error) throw error;
  fs.writeFileSync(target, content);
  process.exit(0);
});
