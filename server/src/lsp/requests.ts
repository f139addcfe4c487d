import type { Connection } from "vscode-languageserver";
import { absoluteName } from "../dns/names.ts";
import { senders } from "../features/completion/spf.ts";
import { COPY_FORMATS, copyAs } from "../features/interchange/copyAs.ts";
import { plainZones } from "../features/interchange/plain.ts";
import { zoneJson } from "../features/interchange/zoneJson.ts";
import { zoneText } from "../features/interchange/zoneText.ts";
import { mailReport, mailTree } from "../features/mailTree.ts";
import { rangeOf } from "../features/positions.ts";
import { bumpSerial } from "../features/serial.ts";
import { simulate } from "../features/simulate.ts";
import { drawGraph, spfGraph } from "../features/spfGraph.ts";
import { addDkim, freshSelector, readPastedKey, rotateDkim } from "../features/wizards/dkim.ts";
import { addDmarc, raiseDmarc } from "../features/wizards/dmarc.ts";
import { domainsOf } from "../features/wizards/domains.ts";
import { drafted, type Outcome, WizardRefused } from "../features/wizards/draft.ts";
import { newZone } from "../features/wizards/newZone.ts";
import { markNotSending } from "../features/wizards/parked.ts";
import { addSpf } from "../features/wizards/spf.ts";
import { Answers } from "./answers.ts";
import { placeOf } from "./failures.ts";
import type { Session } from "./session.ts";

const DOMAINS_A_PAGE = 100;

/**
 * Answers the questions of our own client: what its commands and views are made of. Where there is no answer it is `{ refused }`, why
 * in words for the person who asked.
 */
export function registerRequests(connection: Connection, session: Session): void {
  const on = <Answer>(method: string, answer: (params: Answers) => Answer): void => {
    connection.onRequest(`dnslens/${method}`, (params: unknown): unknown => {
      try {
        session.readAll();
        return answer(new Answers(params));
      } catch (error) {
        if (error instanceof WizardRefused) return { refused: error.message };
        connection.console.error(`${method} failed${placeOf(error)}`);
        return { refused: "This did not work; the output of DNS Lens says where it failed" };
      }
    });
  };
  const documentOf = (params: Answers) => {
    const document = session.document(params.text("uri"));
    if (document === undefined) throw new WizardRefused("This file holds no DNS records that can be read");
    return document;
  };
  const heads = () => session.documentsFrom("");

  on("domains", () => domainsOf(heads()));
  on("senders", () => senders().map(({ label, detail, about }) => ({ label, detail, about })));
  on(
    "wizard",
    (params): Outcome => WIZARDS[params.text("wizard")]?.(params, session, documentOf) ?? unknownWizard(),
  );
  on("freshSelector", () => freshSelector(Date.now()));
  on("readKey", (params) => readPastedKey(params.text("pasted")));
  on("newZone", (params) =>
    newZone(
      {
        origin: params.text("origin"),
        nameServers: params.list("nameServers"),
        contact: params.text("contact"),
      },
      Date.now(),
    ),
  );
  on("simulate", (params) =>
    simulate(
      session.documentsFrom(params.text("uri")),
      session.lookupFrom(params.text("uri")),
      { ip: params.text("ip"), mailFrom: params.text("mailFrom"), helo: params.text("helo") },
      Date.now(),
    ),
  );
  // A page at a time, so that nobody waits for hundreds of domains.
  on("mailTree", (params) =>
    mailTree(heads(), (uri) => session.lookupFrom(uri), {
      from: params.number("from"),
      count: DOMAINS_A_PAGE,
    }),
  );
  on("mailReport", () =>
    mailReport(
      mailTree(heads(), (uri) => session.lookupFrom(uri)),
      new Date().toISOString().slice(0, 10),
    ),
  );
  on("spfGraph", (params) => {
    const domain = domainOf(params);
    const graph = spfGraph(domain, session.lookupFrom(params.text("uri")));
    const places = graph.nodes.flatMap(({ id, place }) => {
      const document = place === undefined ? undefined : session.document(place.uri);
      if (place === undefined || document === undefined) return [];
      const range = rangeOf(document, { start: place.offset, end: place.offset });
      return [{ id, uri: place.uri, range }];
    });
    return { title: graph.title, svg: drawGraph(graph), places };
  });
  on("export", (params) => exported(documentOf(params), params.text("format")));
  on("copyAs", (params) => {
    const document = documentOf(params);
    const record = document.recordAt(document.offsetAt(params.position()));
    if (record?.owner === undefined) throw new WizardRefused("There is no record here whose owner is known");
    const same = document.recordsAt(record.owner, record.type);
    return Object.entries(COPY_FORMATS).map(([format, label]) => ({
      label,
      text: copyAs(format as keyof typeof COPY_FORMATS, same) ?? null,
    }));
  });
}

type Wizard = (
  params: Answers,
  session: Session,
  documentOf: (params: Answers) => ReturnType<Session["document"]> & object,
) => Outcome;

const WIZARDS: Readonly<Record<string, Wizard>> = {
  spf: (params, _session, documentOf) =>
    addSpf(documentOf(params), {
      domain: domainOf(params),
      includes: params.list("includes"),
      addresses: params.list("addresses"),
      mailHosts: params.flag("mailHosts"),
      everyoneElse: params.text("everyoneElse") === "fail" ? "fail" : "softfail",
    }),
  dkim: (params, _session, documentOf) =>
    addDkim(documentOf(params), {
      domain: domainOf(params),
      selector: params.text("selector"),
      key: readPastedKey(params.text("key")),
    }),
  rotateDkim: (params, _session, documentOf) =>
    rotateDkim(documentOf(params), {
      domain: domainOf(params),
      oldSelector: params.text("oldSelector"),
      selector: params.text("selector"),
      key: readPastedKey(params.text("key")),
      revoke: params.flag("revoke"),
    }),
  dmarc: (params, session, documentOf) => {
    const document = documentOf(params);
    const sp = policyOf(params.text("sp"));
    return addDmarc(
      session.documentsFrom(document.uri),
      {
        domain: domainOf(params),
        p: policyOf(params.text("p")) ?? "none",
        ...(sp === undefined ? {} : { sp }),
        reports: params.list("reports"),
      },
      session.lookupFrom(document.uri),
    );
  },
  raiseDmarc: (params, _session, documentOf) => raiseDmarc(documentOf(params), domainOf(params)),
  notSending: (params, _session, documentOf) =>
    markNotSending(documentOf(params), {
      domain: domainOf(params),
      receivesNone: params.flag("receivesNone"),
    }),
  bumpSerial: (params, _session, documentOf) => {
    const document = documentOf(params);
    const bump = bumpSerial(document, Date.now());
    if (bump === undefined)
      throw new WizardRefused("This file has no SOA record with a serial that can be read");
    return drafted(document, [() => [bump.edit]]);
  },
};

function unknownWizard(): never {
  throw new WizardRefused("This version has no such wizard");
}

function domainOf(params: Answers): string {
  const written = params.text("domain").trim();
  const name = absoluteName(`${written.replace(/\.$/, "")}.`, undefined);
  if (name === undefined || name === "." || /[\s"();]/.test(written))
    throw new WizardRefused(`\`${written}\` is no domain name`);
  return name;
}

function policyOf(text: string) {
  return text === "none" || text === "quarantine" || text === "reject" ? text : undefined;
}

function exported(document: ReturnType<Session["document"]> & object, format: string) {
  const { zones, leftOut } = plainZones(document.records());
  if (zones.length === 0)
    throw new WizardRefused("There is no record here that is known well enough to export");
  const why = [...new Set(leftOut.map((one) => one.why))];
  if (format === "json") {
    const values = zones.map(zoneJson);
    const text = `${JSON.stringify(values.length === 1 ? values[0] : values, undefined, 2)}\n`;
    return { text, language: "json", leftOut: leftOut.length, why };
  }
  const texts = zones.map(zoneText);
  if (texts.includes(undefined))
    throw new WizardRefused(
      "The text would not read back as the same records, so it is not shown: export as JSON",
    );
  return { text: texts.join("\n"), language: "dns-zone", leftOut: leftOut.length, why };
}
