import { absoluteName, isAtOrBelow } from "../../dns/names.ts";
import { type Declared, writtenIn } from "../declared.ts";
import { plainOf, type ResourceValue, type Value } from "../eval/value.ts";
import type { Module } from "../module.ts";
import type { ProviderRow } from "../providers/row.ts";
import { ZONE_NAMED_BY, ZONE_PREFIX, ZONES } from "../providers/zones.ts";
import { firstAt, valuesAt } from "./path.ts";

/** The zone's absolute name that the value of a record's zone attribute names; undefined where it cannot be told. */
export function zoneName(value: Value | undefined, row: ProviderRow, module: Module): string | undefined {
  if (value === undefined) return undefined;
  const resource = resourceOf(value);
  if (resource !== undefined) return zoneOfResource(resource);
  const text = plainOf(value)?.trim();
  if (text === undefined || text === "") return undefined;
  const isName = row.zoneIs === "name" || (text.includes(".") && !text.startsWith("ocid1."));
  return isName ? absoluteZone(text) : zoneNamed(text, module);
}

/** The owner's absolute name, from the name as written; undefined where it cannot be told. */
export function ownerName(written: string, row: ProviderRow, zone: string | undefined): string | undefined {
  const name = row.text === "bare" ? inDecimals(written) : written;
  const isApex = name === "" || row.apex.includes(name) || (name === "@" && row.text !== "bare");
  if (isApex) return zone;
  if (name.endsWith(".")) return absoluteName(name, ".");
  const absolute = () => absoluteName(escapedAt(name), ".");
  switch (row.form) {
    case "fqdn":
      return isPartial(name, zone) ? zone && absoluteName(escapedAt(name), zone) : absolute();
    case "relative":
      return zone === undefined ? undefined : absoluteName(escapedAt(name), zone);
    case "both": {
      if (zone === undefined) return undefined;
      const own = absolute();
      return own !== undefined && isAtOrBelow(own, zone) ? own : absoluteName(escapedAt(name), zone);
    }
  }
}

/** Whether a name without its final dot is no whole one: no domain's name ends in a label such as `_dmarc`, and few have one label. */
export function isPartial(name: string, zone: string | undefined): boolean {
  const last = name.slice(name.lastIndexOf(".") + 1);
  if (last.startsWith("_")) return true;
  return last === name && zone !== undefined && absoluteName(name, ".") !== zone && zone !== ".";
}

/**
 * The name of an SRV record whose provider takes its service and protocol apart, with or without their underscores;
 * undefined where these are not known, or it is not known how they go with a name.
 */
export function serviceName(record: Value, name: string): string | undefined {
  const service = firstAt(record, "service");
  const protocol = firstAt(record, "protocol");
  if (service === undefined || protocol === undefined || name.startsWith("_")) return name;
  const labels = [service, protocol].map((value) => plainOf(value)?.replace(/^_?/, "_"));
  const isAlone = name === "" || name === "@";
  return isAlone && labels.every((label) => label !== undefined) ? labels.join(".") : undefined;
}

// `@` means the apex only where the provider says so.
function escapedAt(name: string): string {
  return name === "@" ? "\\@" : name;
}

// Most records of a file name one zone.
const zones = new WeakMap<ResourceValue, string>();

function zoneOfResource(resource: ResourceValue): string | undefined {
  const known = zones.get(resource);
  if (known !== undefined) return known;
  const zone = readZone(resource);
  if (zone !== undefined) zones.set(resource, zone);
  return zone;
}

function readZone(resource: ResourceValue): string | undefined {
  for (const path of ZONES[resource.type] ?? []) {
    const [first = "", ...rest] = path.split(".");
    const argument = resource.argument(first);
    const found =
      argument === undefined || rest.length === 0 ? argument : valuesAt(argument, rest.join("."))[0];
    const name = plainOf(found);
    if (name === undefined) continue;
    const prefix = ZONE_PREFIX[resource.type];
    const before = prefix === undefined ? "" : (plainOf(resource.argument(prefix)) ?? "");
    return absoluteZone(before === "" ? name : `${before}.${name}`);
  }
  return undefined;
}

// Zones that are named by their resources' own names (Google), of a module: each of its records may ask.
const named = new WeakMap<Module, ReadonlyMap<string, ResourceValue>>();

function zoneNamed(text: string, module: Module): string | undefined {
  let zonesByName = named.get(module);
  if (zonesByName === undefined) {
    zonesByName = readNamedZones(module);
    named.set(module, zonesByName);
  }
  const resource = zonesByName.get(text);
  return resource === undefined ? undefined : zoneOfResource(resource);
}

function readNamedZones(module: Module): ReadonlyMap<string, ResourceValue> {
  const found = new Map<string, ResourceValue>();
  for (const resource of module.resourcesOf(Object.keys(ZONE_NAMED_BY))) {
    const attribute = ZONE_NAMED_BY[resource.type];
    const name = attribute === undefined ? undefined : plainOf(resource.argument(attribute));
    if (name !== undefined && !found.has(name)) found.set(name, resource);
  }
  return found;
}

function absoluteZone(name: string): string | undefined {
  return absoluteName(name.endsWith(".") ? name : `${name}.`, ".");
}

/** Route 53 reads `\ooo` in names as an octal number, the DNS `\ddd` as a decimal one (RFC 1035 section 5.1). */
function inDecimals(name: string): string {
  if (!name.includes("\\")) return name;
  return name.replace(/\\([0-3][0-7]{2})/g, (_, digits: string) => {
    return `\\${String(Number.parseInt(digits, 8)).padStart(3, "0")}`;
  });
}

/** Who asks for a zone. */
interface Asking {
  readonly declared: Declared;
  readonly module: Module;
  readonly row: ProviderRow;
}

/** The resource of the zone, or whatever names it: records of one key may stand beside each other. */
export function zoneKeyOf(
  value: Value | undefined,
  zone: string | undefined,
  { declared, module, row }: Asking,
): string | undefined {
  const resource = resourceOf(value);
  const account = module.accountOf(declared);
  if (resource !== undefined) {
    const key = resourceKey(resource);
    return account === resource.account ? key : `${key} ${account}`;
  }
  const name = row.zone.length === 0 ? "" : (plainOf(value) ?? zone);
  if (name === undefined) return undefined;
  // Private zones are resources of their own (`azurerm_private_dns_...`).
  const kind = /^[^_]+(?:_private)?/.exec(row.type)?.[0] ?? "";
  const places = PLACES.map((argument) => writtenIn(declared, argument, module.files));
  return [kind, name, account, ...places].filter(Boolean).join(" ");
}

/** Arguments that say in which of the places that may have a zone of that name it is. */
const PLACES = ["resource_group_name", "project", "project_id", "view", "dns_view", "view_id", "visibility"];

// Data sources that ask for the same are one zone, in whichever module.
function resourceKey(resource: ResourceValue): string {
  const { address, type, isData, account } = resource;
  const zone = isData ? zoneOfResource(resource) : undefined;
  const isSought = zone !== undefined && SEARCHES.every((one) => resource.argument(one) === undefined);
  const name = isSought ? `data.${type} ${zone}` : address;
  return account === "" ? name : `${name} ${account}`;
}

/** What a data source may look for a zone by besides its name. */
const SEARCHES = ["private_zone", "vpc_id", "tags", "filter", "account_id", ...PLACES];

export function resourceOf(value: Value | undefined): ResourceValue | undefined {
  return value?.kind === "unknown" || value?.kind === "namespace" ? value.resource : undefined;
}
