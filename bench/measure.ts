/** Runs a command and says what it cost: wall and processor time, peak memory. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A program with its arguments. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** One run of a command. */
export interface Cost {
  /** Seconds. */
  readonly wall: number;
  /** Processor seconds in user mode, all threads; undefined where nothing here can measure it. */
  readonly user: number | undefined;
  /** Peak resident memory in bytes; undefined where nothing here can measure it. */
  readonly peak: number | undefined;
  readonly status: number;
}

/** How commands are measured on this machine, the best of what it has. */
export interface Meter {
  readonly name: string;
  readonly run: (command: Command) => Cost;
}

/** The meter to use: python3's wait4, else GNU time (wall in steps of 10 ms), else the clock alone. */
export function findMeter(): Meter {
  if (spawnSync("python3", ["-c", "import os; os.wait4"]).status === 0) {
    return { name: "wait4 through python3", run: runUnderPython };
  }
  if (spawnSync("/usr/bin/time", ["-f", "%M", "true"]).status === 0) {
    return { name: "/usr/bin/time", run: runUnderTime };
  }
  return {
    name: "the clock alone (install python3 or time for processor time and memory)",
    run: runUnderClock,
  };
}

/** The costs of each command over `runs` rounds; a round runs every command once, so that all meet the same machine. */
export function alternate(
  meter: Meter,
  commands: readonly Command[],
  runs: number,
): readonly (readonly Cost[])[] {
  for (const command of commands) meter.run(command);
  const costs = commands.map((): Cost[] => []);
  for (let round = 0; round < runs; round++) {
    for (const [i, command] of commands.entries()) costs[i]?.push(meter.run(command));
  }
  return costs;
}

/** Medians of several runs of one command; the status is the last run's. */
export function medianCost(costs: readonly Cost[]): Cost {
  const user = costs.map((cost) => cost.user).filter((value) => value !== undefined);
  const peak = costs.map((cost) => cost.peak).filter((value) => value !== undefined);
  return {
    wall: quantile(
      costs.map((cost) => cost.wall),
      0.5,
    ),
    user: user.length === 0 ? undefined : quantile(user, 0.5),
    peak: peak.length === 0 ? undefined : quantile(peak, 0.5),
    status: costs.at(-1)?.status ?? -1,
  };
}

/** The value below which the share `q` of the values lies; NaN without values. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

// Python is small and forks cheaply; a Node parent would pass its own 50 MB on as the child's peak.
const PYTHON = `
import os, sys, time
out = os.open(os.devnull, os.O_WRONLY)
began = time.perf_counter()
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_DUP2, out, 2)])
_, status, usage = os.wait4(pid, 0)
print(time.perf_counter() - began, usage.ru_utime, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
`;

function runUnderPython(command: Command): Cost {
  const child = spawnSync("python3", ["-c", PYTHON, command.file, ...command.args], { encoding: "utf8" });
  const [wall, user, peak, status] = child.stdout.trim().split(" ").map(Number);
  if (child.status !== 0 || status === undefined)
    throw new Error(`cannot run ${command.file}: ${child.stderr}`);
  return { wall: wall ?? Number.NaN, user, peak: inBytes(peak), status };
}

function runUnderTime(command: Command): Cost {
  const report = `/proc/self/fd/3`;
  const child = spawnSync("/usr/bin/time", ["-o", report, "-f", "%e %U %M", command.file, ...command.args], {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const lines = (child.output[3] ?? "").trim().split("\n");
  const [wall, user, peak] = (lines.at(-1) ?? "").split(" ").map(Number);
  return { wall: wall ?? Number.NaN, user, peak: inBytes(peak), status: child.status ?? -1 };
}

function runUnderClock(command: Command): Cost {
  const began = process.hrtime.bigint();
  const child = spawnSync(command.file, command.args, { stdio: "ignore" });
  const wall = Number(process.hrtime.bigint() - began) / 1e9;
  return { wall, user: undefined, peak: undefined, status: child.status ?? -1 };
}

function inBytes(kilobytes: number | undefined): number | undefined {
  return kilobytes === undefined ? undefined : kilobytes * 1024;
}

/** Resident memory of a running process, now and at its peak, in bytes; undefined where /proc does not tell. */
export function memoryOf(pid: number): { readonly now: number; readonly peak: number } | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const of = (key: string): number =>
      Number(new RegExp(`^${key}:\\s*(\\d+)`, "m").exec(status)?.[1]) * 1024;
    return { now: of("VmRSS"), peak: of("VmHWM") };
  } catch {
    return undefined;
  }
}
