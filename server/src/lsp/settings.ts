import { DIALECTS, type Dialect } from "../check/dialect.ts";
import type { CheckSettings } from "../check/settings.ts";
import type { HintSettings } from "../features/inlayHints.ts";
import type { Severity } from "../rules/rule.ts";
import { pathOf } from "./uris.ts";

/** What a person set, for one document. */
export interface Settings {
  readonly check: CheckSettings;
  /** Origin by glob pattern. */
  readonly origins: Readonly<Record<string, string>>;
  readonly hints: HintSettings;
  readonly codeLens: boolean;
  readonly bumpSerialOnSave: boolean;
  readonly live: LiveSettings;
}

/** Whether the DNS may be asked, and by which DNS-over-HTTPS address; "" stands for the machine's own resolver. */
export interface LiveSettings {
  readonly enabled: boolean;
  readonly endpoint: string;
}

export const DEFAULT_SETTINGS: Settings = {
  check: { rules: {} },
  origins: {},
  hints: { ttl: true, owner: true, lookups: true, keyBits: true },
  codeLens: true,
  bumpSerialOnSave: false,
  live: { enabled: false, endpoint: "" },
};

/** Reads the section `dnslens`; what is missing or of the wrong kind is as by default. */
export function readSettings(section: unknown): Settings {
  const flag = (path: readonly string[], usual: boolean) => {
    const value = path.reduce<unknown>((at, key) => child(at, key), section);
    return typeof value === "boolean" ? value : usual;
  };
  const { hints } = DEFAULT_SETTINGS;
  return {
    check: { rules: ruleSettings(child(section, "rules")), dialect: dialectOf(child(section, "zone")) },
    origins: strings(child(child(section, "zone"), "origins")),
    hints: {
      ttl: flag(["inlayHints", "ttl"], hints.ttl),
      owner: flag(["inlayHints", "owner"], hints.owner),
      lookups: flag(["inlayHints", "lookups"], hints.lookups),
      keyBits: flag(["inlayHints", "keyBits"], hints.keyBits),
    },
    codeLens: flag(["codeLens", "enabled"], true),
    bumpSerialOnSave: flag(["zone", "bumpSerialOnSave"], false),
    live: { enabled: flag(["live", "enabled"], false), endpoint: endpointOf(child(section, "live")) },
  };
}

/** The origin that a setting gives a document, absolute; undefined where none does. */
export function originFor(uri: string, origins: Settings["origins"]): string | undefined {
  for (const [pattern, origin] of Object.entries(origins)) {
    if (globPattern(pattern).test(pathOf(uri))) return `${origin.toLowerCase().replace(/\.$/, "")}.`;
  }
  return undefined;
}

// A pattern without a leading slash may begin at any folder, as in VS Code's own settings.
function globPattern(glob: string): RegExp {
  const source = glob.replace(/\*\*\/?|[*?{},]|[^*?{},]+/g, (part) => {
    switch (part) {
      case "**/":
        return "(?:.*/)?";
      case "**":
        return ".*";
      case "*":
        return "[^/]*";
      case "?":
        return "[^/]";
      case "{":
        return "(?:";
      case "}":
        return ")";
      case ",":
        return "|";
      default:
        return part.replace(/[.+^$()|[\]\\]/g, "\\$&");
    }
  });
  try {
    return new RegExp(`${glob.startsWith("/") ? "^" : "(?:^|/)"}${source}$`);
  } catch {
    // Braces that do not match: no file has this name.
    return /(?!)/;
  }
}

function dialectOf(zone: unknown): Dialect {
  const dialect = child(zone, "dialect");
  return DIALECTS.find((one) => one === dialect) ?? "bind";
}

function endpointOf(live: unknown): string {
  const endpoint = child(live, "endpoint");
  return typeof endpoint === "string" && endpoint.startsWith("https://") ? endpoint : "";
}

function ruleSettings(rules: unknown): Record<string, "off" | Severity> {
  const out: Record<string, "off" | Severity> = {};
  if (typeof rules !== "object" || rules === null) return out;
  for (const [id, level] of Object.entries(rules)) if (isLevel(level)) out[id] = level;
  return out;
}

function strings(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function child(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

const LEVELS: readonly unknown[] = ["off", "error", "warning", "info", "hint"];

function isLevel(value: unknown): value is "off" | Severity {
  return LEVELS.includes(value);
}
