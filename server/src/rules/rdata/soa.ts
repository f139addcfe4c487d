import type { RdataField } from "../../dns/rdata.ts";
import { namesNobody } from "../nowhere.ts";
import type { TypeRule } from "../rule.ts";
import { fieldOf, numberOf, placeOf, rewrite, typeRule } from "./fields.ts";

// What a zone of its SOA alone lacks.
const SERVERS = "\n@ NS ns1.example.net.\n@ NS ns2.example.net.";
const GOOD = `@ 3600 SOA ns.example.com. hostmaster.example.com. 1 7200 3600 1209600 300${SERVERS}`;
const TIMERS = ["refresh", "retry", "expire"] as const;
const USUAL: Readonly<Record<string, string>> = { refresh: "7200", retry: "3600", expire: "1209600" };

const DAY = 86_400;

const zoneSoaTimerZero = typeRule(
  "zone-soa-timer-zero",
  ["SOA"],
  {
    summary: "A timer of the SOA is zero.",
    why: "Secondaries that follow it ask the primary without a pause, or stop answering as soon as it cannot be reached. Most raise it to a value of their own.",
    bad: `@ 3600 SOA ns.example.com. hostmaster.example.com. 1 7200 0 1209600 300${SERVERS}`,
    good: GOOD,
    ref: "RFC 1912 2.2",
  },
  (record, report) => {
    for (const name of TIMERS) {
      const field = fieldOf(record, name);
      if (field?.text !== "0") continue;
      report(
        placeOf(record, field),
        `${capital(name)} is zero: ${ZERO[name]}`,
        rewrite(field, USUAL[name] ?? ""),
      );
    }
  },
);

const ZERO: Readonly<Record<(typeof TIMERS)[number], string>> = {
  refresh: "secondaries ask for changes without a pause",
  retry: "secondaries that cannot reach the primary try again without a pause",
  expire: "secondaries stop answering as soon as the primary cannot be reached",
};

const zoneSoaRetryOverRefresh = typeRule(
  "zone-soa-retry-over-refresh",
  ["SOA"],
  {
    summary: "Retry is not smaller than refresh.",
    why: "After a failure secondaries wait longer than they would have waited anyway, so that changes arrive late.",
    bad: `@ 3600 SOA ns.example.com. hostmaster.example.com. 1 3600 7200 1209600 300${SERVERS}`,
    good: GOOD,
    ref: "RFC 1912 2.2",
  },
  (record, report) => {
    const refresh = numberOf(record, "refresh");
    const retry = fieldOf(record, "retry");
    if (retry === undefined || refresh <= 1 || Number(retry.text) < refresh) return;
    const half = String(Math.max(1, Math.floor(refresh / 2)));
    report(
      placeOf(record, retry),
      `Retry (${retry.text} s) is not below refresh (${refresh} s): after a failure secondaries wait even longer`,
      rewrite(retry, half),
    );
  },
);

const TWO_WEEKS = 1_209_600;

const zoneSoaExpireShort = typeRule(
  "zone-soa-expire-short",
  ["SOA"],
  {
    summary: "Expire is shorter than refresh and retry together.",
    why: "One failed transfer is enough for secondaries to stop answering for the zone.",
    bad: `@ 3600 SOA ns.example.com. hostmaster.example.com. 1 7200 3600 9000 300${SERVERS}`,
    good: GOOD,
    ref: "RFC 1912 2.2",
  },
  (record, report) => {
    const least = numberOf(record, "refresh") + numberOf(record, "retry");
    const expire = fieldOf(record, "expire");
    if (expire === undefined || expire.text === "0" || !(Number(expire.text) < least)) return;
    report(
      placeOf(record, expire),
      `Expire (${expire.text} s) is shorter than refresh and retry together (${least} s): one failure, and secondaries stop answering`,
      ...(least <= TWO_WEEKS
        ? [rewrite(expire, String(TWO_WEEKS), `Write two weeks (\`${TWO_WEEKS}\`)`)]
        : []),
    );
  },
);

const zoneSoaMinimumHigh = typeRule(
  "zone-soa-minimum-high",
  ["SOA"],
  {
    summary: "Names that do not exist are remembered for more than a day.",
    why: "The last number of the SOA is how long resolvers remember that a name does not exist. Whoever asked too early does not see a new record until then.",
    bad: `@ 3600 SOA ns.example.com. hostmaster.example.com. 1 7200 3600 1209600 604800${SERVERS}`,
    good: GOOD,
    ref: "RFC 2308 5",
  },
  (record, report) => {
    const minimum = fieldOf(record, "minimum");
    if (minimum === undefined || Number(minimum.text) <= DAY || namesNobody(record)) return;
    report(
      placeOf(record, minimum),
      `Resolvers may remember for ${minimum.text} s that a name does not exist: new names stay unseen that long`,
      rewrite(minimum, "3600", "Write one hour (`3600`)"),
    );
  },
);

const zoneSoaTimerAbsurd = typeRule(
  "zone-soa-timer-absurd",
  ["SOA"],
  {
    summary: "A timer of the SOA is far beyond what anybody uses.",
    why: "Secondaries look for changes too rarely, or serve a dead zone for years.",
    bad: `@ 3600 SOA ns.example.com. hostmaster.example.com. 1 2592000 3600 5184000 300${SERVERS}`,
    good: GOOD,
    ref: "RFC 1912 2.2",
  },
  (record, report) => {
    if (namesNobody(record)) return;
    for (const name of TIMERS) {
      const field = fieldOf(record, name);
      const most = MOST[name];
      if (field === undefined || Number(field.text) <= most * DAY) continue;
      report(
        placeOf(record, field),
        `${capital(name)} is ${Math.round(Number(field.text) / DAY)} days; more than ${most} is far beyond what anybody uses`,
        ...usual(field, name),
      );
    }
  },
);

/** Days. */
const MOST: Readonly<Record<(typeof TIMERS)[number], number>> = { refresh: 14, retry: 7, expire: 365 };

function usual(field: RdataField, name: string) {
  const text = USUAL[name];
  return text === undefined ? [] : [rewrite(field, text)];
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

export const SOA_RULES: readonly TypeRule[] = [
  zoneSoaTimerZero,
  zoneSoaRetryOverRefresh,
  zoneSoaExpireShort,
  zoneSoaMinimumHigh,
  zoneSoaTimerAbsurd,
];
