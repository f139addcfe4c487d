// Starts the installed editor's server on this machine only, and stops it.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { StepFailed } from "../steps.mjs";
import { host } from "./install.mjs";

const patience = 60_000;

/**
 * Starts the server with an empty profile of its own.
 * @param settings the user's settings in that profile
 * @param flags further command line flags of the server
 * @param prepare called with the profile's folder before the server starts
 */
export async function startServer({ settings = {}, flags = [], port = 0, prepare = async () => {} } = {}) {
  const profile = await mkdtemp(join(tmpdir(), "dnslens-editor-"));
  const settingsFile = join(profile, "data", "User", "settings.json");
  await mkdir(dirname(settingsFile), { recursive: true });
  await writeFile(settingsFile, JSON.stringify(settings));
  await prepare(profile);

  const child = spawn(
    host.node,
    [
      host.server,
      ...["--host", "127.0.0.1", "--port", String(port), "--without-connection-token"],
      ...["--accept-server-license-terms", "--telemetry-level", "off", "--disable-workspace-trust"],
      ...["--server-data-dir", profile, "--user-data-dir", join(profile, "data"), ...flags],
    ],
    // A group of its own, so that the extension hosts end with it.
    { stdio: ["ignore", "pipe", "pipe"], detached: true, env: { ...process.env, NODE_OPTIONS: "" } },
  );
  const stop = async () => {
    endGroup(child.pid, "SIGTERM");
    await Promise.race([ended(child), after(3000)]);
    endGroup(child.pid, "SIGKILL");
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    return { port: await listening(child), profile, stop, ended: ended(child) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The port, once the server says that it listens. */
function listening(child) {
  return new Promise((done, failed) => {
    let output = "";
    const read = (data) => {
      output += data;
      const port = /listening on (\d+)/i.exec(output)?.[1];
      if (port !== undefined) done(Number(port));
    };
    const giveUp = (why) =>
      failed(
        new StepFailed(`The editor's server ${why}.\n${output}`, "Delete .host/ and run the command again."),
      );
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("error", (error) => giveUp(`could not be started: ${error.message}`));
    child.on("exit", (code) => giveUp(`ended at once with status ${code}`));
    setTimeout(() => giveUp("did not answer in a minute"), patience).unref();
  });
}

function ended(child) {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done();
    child.on("exit", done);
  });
}

function endGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone.
  }
}

function after(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}
