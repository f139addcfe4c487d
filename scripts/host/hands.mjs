// Presses keys in the editor for the tests that ask for it (client/test/hands.ts): one question after the other, each when it is
// on the screen.
const prefix = "dnslens keys | ";
const patience = 60_000;
/** Where the editor asks, the same as in client/test/hands.ts. */
const QUESTION = ".quick-input-widget";

/** Gives a function that takes a line of the tests' console, and tells whether it was a request for hands. */
export function handsOn(page) {
  let queue = Promise.resolve();
  return (line) => {
    if (typeof line !== "string" || !line.startsWith(prefix)) return false;
    const wanted = JSON.parse(line.slice(prefix.length));
    queue = queue
      .then(() => answer(page, wanted))
      .catch((error) => {
        console.error(`dnslens | nobody asked "${wanted.question}": ${error.message.split("\n")[0]}`);
      });
    return true;
  };
}

async function answer(page, { link, within, question, type, press }) {
  if (link) {
    const found = await linkIn(page, question);
    // Its script runs a moment after it is drawn.
    await page.waitForTimeout(400);
    await found.press(press[0]);
    return;
  }
  const asked = page.locator(`${within}:visible`).filter({ hasText: question });
  await asked.first().waitFor({ timeout: patience });
  if (within !== QUESTION) {
    // A list takes the focus when a key is pressed on it, whatever had it before.
    for (const key of press) await asked.first().press(key);
    return;
  }
  if (type !== undefined) {
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(type);
  }
  // What is typed filters the list, and what stands in it is drawn a moment later.
  await page.waitForTimeout(400);
  for (const key of press) await page.keyboard.press(key);
  // A box that is still looking at a path does not hear the last key: a person presses it again.
  for (let again = 0; again < 5 && (await staysFor(asked.first(), 3_000)); again++)
    await page.keyboard.press(press.at(-1));
}

// A web view is a page in frames of its own.
async function linkIn(page, name) {
  for (const end = Date.now() + patience; Date.now() < end; await page.waitForTimeout(200)) {
    for (const frame of page.frames()) {
      if (frame === page.mainFrame()) continue;
      const link = frame.getByRole("link", { name });
      if ((await link.count().catch(() => 0)) > 0) return link.first();
    }
  }
  throw new Error("there is no such link");
}

async function staysFor(question, milliseconds) {
  return question.waitFor({ state: "hidden", timeout: milliseconds }).then(
    () => false,
    () => true,
  );
}
