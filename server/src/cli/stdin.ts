import { readSync } from "node:fs";

const CHUNK = 65_536;
/** Milliseconds between two looks at a pipe that has nothing yet. */
const REST = 10;

/** Standard input to its end, also where whoever started us left it as a pipe that does not wait (EAGAIN). */
export function readStdin(): Buffer {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.alloc(CHUNK);
    const length = lengthRead(chunk);
    if (length === 0) return Buffer.concat(chunks);
    if (length === undefined) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, REST);
    else chunks.push(chunk.subarray(0, length));
  }
}

function lengthRead(chunk: Buffer): number | undefined {
  try {
    return readSync(0, chunk);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    if (error.code === "EAGAIN") return undefined;
    // So a pipe ends on Windows.
    if (error.code === "EOF") return 0;
    throw error;
  }
}
