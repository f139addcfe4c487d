// Runs a bundle with its compiled code kept from one run to the next, in the folder of Node's own cache (`node:module`). That one
// holds what is compiled when a file is read; here the functions are kept too that a run has called, which halves a short run.
const {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");
const { Script } = require("node:vm");
const { crc32 } = require("node:zlib");

/** From so many milliseconds on a run knows more than a short one, and has the time to see whether it is worth keeping. */
const LONG = 120;
/** What is kept holds nearly everything when a long run adds less than this to it. */
const LITTLE = 1.05;

/**
 * Runs a file beside this one that holds no `import()`, without a cache of its own before Node 22.2.
 *
 * @param {string} bundle
 * @param {string} command what the run does: each command uses a part of the code of its own
 */
exports.run = (bundle, command) => {
  const file = join(__dirname, bundle);
  const require = Module.createRequire(file);
  const folder = Module.enableCompileCache?.().directory;
  if (folder === undefined || crc32 === undefined) return require(file);
  const source = readFileSync(file);
  const used = command.replace(/\W/g, "").slice(0, 16);
  // Of the text itself V8 compares the length alone, and packages may all have files of one time.
  const edition = [process.version, process.arch, used, source.length, crc32(source)].join("-");
  const path = join(folder, `dnslens-${edition}`);
  const kept = read(path);
  const code = new Script(Module.wrap(source.toString()), {
    filename: file,
    cachedData: kept?.data,
  });
  const isOfUse = kept !== undefined && code.cachedDataRejected === false;
  process.on("exit", () => {
    if (isOfUse && (kept.isWhole || performance.now() < LONG)) return;
    const data = code.createCachedData();
    const isWhole = isOfUse && data.length < kept.data.length * LITTLE;
    write(path, isWhole ? kept.data : data, isWhole);
  });
  const module = { exports: {} };
  return code.runInThisContext()(module.exports, require, module, file, __dirname);
};

// One octet that says whether a long run found nearly everything in it, and the data. Others may write to such a folder too, also
// between two looks at a path: what is asked for its owner is the file that is read.
function read(path) {
  let file;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const owner = process.geteuid?.();
    if (owner !== undefined && fstatSync(file).uid !== owner) return undefined;
    const octets = readFileSync(file);
    return { isWhole: octets[0] === 1, data: octets.subarray(1) };
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

// Another run, or another thread of this one, may read or write it at the same time; a folder that takes no file costs only time.
function write(path, data, isWhole) {
  const draft = `${path}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  try {
    writeFileSync(draft, Buffer.concat([Uint8Array.of(isWhole ? 1 : 0), data]), { mode: 0o600, flag: "wx" });
    renameSync(draft, path);
  } catch {
    rmSync(draft, { force: true });
  }
}
