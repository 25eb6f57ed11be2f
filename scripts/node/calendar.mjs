// What ical.js reads in a calendar that comes on standard input: {name, zones, events}, one line of JSON.
//
// Run in the folder that holds node_modules. Hours are told in UTC, by the rules of the zone that the calendar carries.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const here = createRequire(`${process.cwd()}/`);
const { default: ICAL } = await import(pathToFileURL(here.resolve("ical.js")));

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(new ICAL.Timezone(zone));
}
const instant = (entry, name) => entry.getFirstPropertyValue(name).toJSDate().toISOString();

function told(entry) {
  const plain = ["uid", "summary", "location", "description", "status", "sequence"];
  const values = plain.map((name) => [name, entry.getFirstPropertyValue(name)]);
  return { ...Object.fromEntries(values), start: instant(entry, "dtstart"), end: instant(entry, "dtend") };
}

const zones = calendar.getAllSubcomponents("vtimezone").map((zone) => zone.getFirstPropertyValue("tzid"));
const events = calendar.getAllSubcomponents("vevent").map(told);
console.log(JSON.stringify({ name: calendar.getFirstPropertyValue("x-wr-calname"), zones, events }));
