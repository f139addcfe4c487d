import { labelsOf } from "../dns/names.ts";

/**
 * Whether names are registered directly below a name: a top-level domain, or one of the second-level suffixes that
 * registries of countries use. The full list of suffixes changes daily; what is not in this table counts as a domain.
 */
export function isPublicSuffix(name: string): boolean {
  // A dot behind the second label leads to a third one, unless it is the last, or escaped.
  const second = name.indexOf(".", name.indexOf(".") + 1);
  if (second > 0 && second < name.length - 1 && !name.includes("\\")) return false;
  const labels = labelsOf(name);
  if (labels.length < 2) return true;
  const [sub = "", top = ""] = labels;
  return labels.length === 2 && (SECOND_LEVEL[top]?.split(" ").includes(sub) ?? false);
}

const COMMON = "ac co com edu gob gov mil net org";

// Second-level suffixes of countries, and what documentation writes for suffixes (RFC 2606; RFC 9989 B.4.3).
const SECOND_LEVEL: Readonly<Record<string, string>> = {
  ae: "ac co gov mil net org sch",
  ar: "com edu gob int mil net org tur",
  at: "ac co gv or",
  au: "asn com edu gov id net org",
  br: "art com edu eco gov ind mil net org",
  cn: "ac com edu gov mil net org",
  co: "com edu gov mil net nom org",
  cr: "ac co ed fi go or sa",
  eg: "com edu eun gov mil name net org sci",
  es: "com edu gob nom org",
  example: "bank co",
  fr: "asso com gouv nom prd tm",
  gr: "com edu gov net org",
  hk: "com edu gov idv net org",
  hu: "co info org priv",
  id: "ac co desa go mil my net or sch web",
  il: "ac co gov idf k12 muni net org",
  in: "ac co edu firm gen gov ind mil net nic org res",
  jp: "ac ad co ed go gr lg ne or",
  ke: "ac co go info me mobi ne or sc",
  kr: "ac co es go hs kg mil ms ne or pe re sc",
  mx: "com edu gob net org",
  my: "com edu gov mil name net org",
  ng: "com edu gov mil name net org sch",
  nz: "ac co cri geek gen govt health iwi kiwi maori mil net org school",
  pe: COMMON,
  ph: "com edu gov mil net ngo org",
  pk: COMMON,
  pl: "com edu gov info net org",
  pt: "com edu gov int net nome org publ",
  sa: "com edu gov med net org pub sch",
  sg: "com edu gov net org",
  th: "ac co go in mi net or",
  tr: "com edu gov k12 mil net org",
  tw: "com edu gov idv mil net org",
  ua: "com edu gov in net org",
  uk: "ac co gov ltd me net nhs org plc police sch",
  uy: "com edu gub mil net org",
  ve: COMMON,
  vn: "ac com edu gov net org",
  za: "ac co gov law net nom org school web",
};
