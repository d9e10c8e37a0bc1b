// node docxtemplater.js FOLDER FILE
"use strict";

const fs = require("fs");
const path = require("path");
const Docxtemplater = require("docxtemplater");
const PizZip = require("pizzip");
const { paragraphs } = require("./context");

const [folder, target] = process.argv.slice(2);
const template = path.join(folder, "templates", "docxtemplater.docx");
const filled = new Docxtemplater(new PizZip(fs.readFileSync(template)), { paragraphLoop: true });
filled.render({ paragraphs: paragraphs(folder) });
fs.writeFileSync(target, filled.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" }));
