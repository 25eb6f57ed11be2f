// Lighthouse on each address given, one JSON line per address: {address, scores, faults}.
//
// Usage: node audit.mjs '{"chromium": path, "flags": [...], "categories": [...], "addresses": [...]}'
//
// Run in the folder that holds node_modules. All is as Lighthouse does by itself (a phone, network and processor slowed
// down in the reckoning), but for the picture of the whole page, which no score needs.

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const here = createRequire(`${process.cwd()}/`);
const load = async (name) => import(pathToFileURL(here.resolve(name)));
const { default: lighthouse } = await load("lighthouse");
const { launch } = await load("chrome-launcher");

const { chromium, flags, categories, addresses } = JSON.parse(process.argv[2]);

function judged({ lhr }) {
  const scores = Object.fromEntries(Object.entries(lhr.categories).map(([id, one]) => [id, Math.round(one.score * 100)]));
  const counted = Object.values(lhr.categories).flatMap((one) => one.auditRefs.filter((ref) => ref.weight > 0));
  const faults = counted.map((ref) => lhr.audits[ref.id]).filter((audit) => audit.score !== null && audit.score < 1);
  return { scores, faults: faults.map(told), error: lhr.runtimeError?.message };
}

function told(audit) {
  const where = (audit.details?.items ?? []).map((item) => item.node?.snippet ?? item.description ?? item.url ?? "");
  return `${audit.id}: ${audit.displayValue ?? audit.title} ${where.slice(0, 3).join(" | ")}`.trim();
}

const chrome = await launch({ chromePath: chromium, chromeFlags: flags, ignoreDefaultFlags: true });
try {
  for (const address of addresses) {
    const options = { port: chrome.port, onlyCategories: categories, disableFullPageScreenshot: true, logLevel: "error" };
    const result = await lighthouse(address, options);
    console.log(JSON.stringify({ address, ...judged(result) }));
  }
} finally {
  chrome.kill();
}
