// The commands of the palette. Their code is loaded when one of them is called.
import { commands, type Disposable, window } from "vscode";
import type { Ask } from "./ask.ts";
import type { Given } from "./wizards/pick.ts";

type Command = (ask: Ask, given: Given) => Promise<boolean>;

const mail = () => import("./wizards/mail.ts");
const keys = () => import("./wizards/keys.ts");
const zones = () => import("./wizards/zones.ts");
const reports = () => import("./views/reports.ts");

const COMMANDS: Readonly<Record<string, Command>> = {
  addSpf: async (ask, given) => (await mail()).addSpf(ask, given),
  addDmarc: async (ask, given) => (await mail()).addDmarc(ask, given),
  raiseDmarc: async (ask, given) => (await mail()).raiseDmarc(ask, given),
  markNotSending: async (ask, given) => (await mail()).markNotSending(ask, given),
  addDkim: async (ask, given) => (await keys()).addDkim(ask, given),
  rotateDkim: async (ask, given) => (await keys()).rotateDkim(ask, given),
  bumpSerial: async (ask, given) => (await zones()).bumpSerial(ask, given),
  newZone: async (ask, given) => (await zones()).newZone(ask, given),
  exportJson: async (ask, given) => (await zones()).exportAs(ask, given, "json"),
  exportZone: async (ask, given) => (await zones()).exportAs(ask, given, "zone"),
  copyRecordAs: async (ask, given) => (await zones()).copyRecordAs(ask, given),
  simulateSender: async (ask, given) => (await reports()).simulateSender(ask, given),
  postureReport: async (ask) => (await reports()).postureReport(ask),
  showSpfGraph: async (ask, given) => (await import("./views/spfGraph.ts")).showSpfGraph(ask, given),
};

/** Registers them. Each gives whether it did what it is for. */
export function registerCommands(ask: Ask): readonly Disposable[] {
  return Object.entries(COMMANDS).map(([name, run]) =>
    commands.registerCommand(`dnslens.${name}`, async (given: unknown) => {
      try {
        return await run(ask, answersIn(given));
      } catch (error) {
        void window.showErrorMessage(
          `This did not work: ${error instanceof Error ? error.message : String(error)}`,
        );
        return false;
      }
    }),
  );
}

// From the tree of domains comes one of its nodes, from the title of an editor its address, from a key binding what it says.
function answersIn(given: unknown): Given {
  if (typeof given !== "object" || given === null) return {};
  if ("fsPath" in given && "scheme" in given) return { uri: String(given) };
  if ("domain" in given && typeof given.domain === "object" && given.domain !== null)
    return { ...given.domain };
  return Object.fromEntries(Object.entries(given));
}
