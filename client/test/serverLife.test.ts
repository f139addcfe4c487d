// The life of the language client, with one that fails where a test wants it to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ServerLife } from "../src/serverLife.ts";

/** Clients that write down what is done with them; `fails` names what goes wrong, as `<number> <step>`. */
function life(...fails: readonly string[]) {
  const done: string[] = [];
  let made = 0;
  const served = new ServerLife({
    async create() {
      const number = ++made;
      const step = async (name: string) => {
        const said = `${number} ${name}`;
        done.push(said);
        if (fails.includes(said) && done.filter((one) => one === said).length === 1) throw new Error(said);
      };
      await step("create");
      return {
        number,
        start: () => step("start"),
        stop: () => step("stop"),
        dispose: () => step("dispose"),
      };
    },
    started: ({ number }) => {
      done.push(`${number} up`);
    },
    failed: (error) => done.push(`failed: ${error instanceof Error ? error.message : ""}`),
  });
  return { served, done };
}

test("whoever needs the server gets the same one", async () => {
  const { served, done } = life();
  assert.equal(served.isWanted, false);
  const [one, other] = await Promise.all([served.start(), served.start()]);
  assert.equal(one, other);
  assert.deepEqual(done, ["1 create", "1 start", "1 up"]);
});

test("a server that did not come up is started anew, by a restart or by whoever needs it next", async () => {
  for (const failure of ["1 create", "1 start"]) {
    const { served, done } = life(failure);
    await assert.rejects(served.start(), { message: failure });
    assert.equal(served.isWanted, false);
    await served.restart();
    assert.deepEqual(done.slice(-4), [`failed: ${failure}`, "2 create", "2 start", "2 up"]);
    assert.equal((await served.start()).number, 2);
  }
});

test("a restart keeps the client where it can, and makes a new one where it fails", async () => {
  const { served, done } = life();
  await served.start();
  await Promise.all([served.restart(), served.restart()]);
  assert.deepEqual(done.slice(3), ["1 stop", "1 start"]);
  for (const failure of ["1 stop", "1 dispose"]) {
    const { served, done } = life(failure, "1 stop");
    await served.start();
    await served.restart();
    assert.deepEqual(done.slice(3), ["1 stop", "1 dispose", "2 create", "2 start", "2 up"]);
    assert.equal((await served.now())?.number, 2);
  }
});

test("a restart that fails says why, and the next one may succeed", async () => {
  const { served, done } = life("1 start", "2 start");
  await assert.rejects(served.start());
  await assert.rejects(served.restart(), { message: "2 start" });
  assert.equal(await served.now(), undefined);
  await served.restart();
  assert.equal(done.at(-1), "3 up");
  await served.dispose();
  assert.equal(done.at(-1), "3 dispose");
});
