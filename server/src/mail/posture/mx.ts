import { deliveryOf } from "../facts.ts";
import { type PostureItem, type PostureSubject, plain, recordLine } from "./item.ts";

/** Whether the domain says that it takes no mail (RFC 7505). */
export function mxPosture({ domain, lookup, use }: PostureSubject): PostureItem {
  const about = {
    topic: "null-mx",
    title: "Null MX",
    needed: use === "parked" || use === "silent",
    without:
      "Without a null MX senders try to deliver to a domain that takes no mail, for days, and forgers can pretend that it has mailboxes.",
  } as const;
  const add = `If the domain takes no mail: ${recordLine(domain, "MX", "0 .")}.`;
  const mx = lookup(domain, "MX");
  const record = mx?.[0];
  const here = record === undefined ? {} : { record };
  const delivery = deliveryOf(domain, lookup);
  switch (delivery.kind) {
    case "null": {
      if ((mx?.length ?? 0) > 1) {
        return {
          ...about,
          add,
          ...here,
          state: "weak",
          says: "The domain says more than once that it takes no mail.",
        };
      }
      return { ...about, add, ...here, state: "present", says: "The domain says that it takes no mail." };
    }
    case "hosts": {
      const isMixed = delivery.hosts.includes(".");
      const hosts = delivery.hosts.filter((host) => host !== ".").map((host) => `\`${plain(host)}\``);
      return isMixed
        ? {
            ...about,
            needed: true,
            add: "Delete one or the other.",
            ...here,
            state: "broken",
            says: `The domain says that it takes no mail, and names hosts that take it: ${hosts.join(", ")}.`,
          }
        : {
            ...about,
            add: "Nothing to do.",
            ...here,
            state: "missing",
            says: `Not needed: mail goes to ${hosts.join(", ")}.`,
          };
    }
    case "address":
      return {
        ...about,
        add,
        state: "missing",
        says: "There is no MX record: senders deliver to the address of the name itself.",
      };
    case "nowhere":
      return {
        ...about,
        add,
        state: "missing",
        says: "There is no MX record and no address: mail cannot be delivered, but nothing says so.",
      };
    case "unknown":
      return { ...about, add, state: "unknown", says: "Where mail goes is not known here." };
  }
}
