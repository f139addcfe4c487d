// `npm run pictures`: takes README's pictures from the real editor with the sample workspace, in light and in dark.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fail, root, runQuietly } from "../steps.mjs";
import { editorAddress, installBrowser, openBrowser } from "./browser.mjs";
import { installInto, quietSettings } from "./extension.mjs";
import { installHost } from "./install.mjs";
import { git } from "./repository.mjs";
import { startServer } from "./server.mjs";

const images = join(root, "docs", "images");
const themes = { dark: "Default Dark Modern", light: "Default Light Modern" };
const size = { width: 980, height: 620 };
const lineHeight = 20;
const patience = 30_000;

const scratch = await mkdtemp(join(tmpdir(), "dnslens-pictures-"));
try {
  await installHost();
  await installBrowser();
  await runQuietly("Building the extension", process.execPath, ["esbuild.mjs"]);
  await mkdir(images, { recursive: true });
  for (const [name, theme] of Object.entries(themes)) await takeAll(name, theme);
} catch (error) {
  fail(error);
} finally {
  await rm(scratch, { recursive: true, force: true });
}

async function takeAll(name, theme) {
  // The editor saves what is typed: each theme has files of its own.
  const zones = join(scratch, name, "zones");
  await cp(join(root, "test-fixtures", "workspace"), zones, { recursive: true });
  const settings = {
    ...quietSettings,
    "workbench.colorTheme": theme,
    "window.autoDetectColorScheme": false,
    "window.commandCenter": false,
    "workbench.activityBar.location": "hidden",
    "workbench.layoutControl.enabled": false,
    "breadcrumbs.enabled": false,
    "editor.fontSize": 14,
    "editor.hover.delay": 100,
    "editor.scrollBeyondLastLine": false,
    "editor.stickyScroll.enabled": false,
    "editor.renderLineHighlight": "none",
    "editor.lineHeight": lineHeight,
    "editor.guides.indentation": false,
    "editor.scrollbar.vertical": "hidden",
    "editor.scrollbar.horizontal": "hidden",
    "editor.overviewRulerBorder": false,
    "editor.hideCursorInOverviewRuler": true,
    "editor.occurrencesHighlight": "off",
    "workbench.editor.editorActionsLocation": "hidden",
    "problems.defaultViewMode": "tree",
    // Nothing is cut off at the edge, nothing lies over what is shown.
    "editor.inlayHints.enabled": "off",
    "editor.parameterHints.enabled": false,
    "workbench.statusBar.visible": false,
    "workbench.tree.indent": 12,
    "diffEditor.renderGutterMenu": false,
    "diffEditor.wordWrap": "on",
    "diffEditor.hideUnchangedRegions.enabled": true,
    "editor.renderWhitespace": "none",
    "editor.lightbulb.enabled": "off",
  };
  const server = await startServer({ settings, prepare: installInto });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: size, deviceScaleFactor: 2 });
    page.setDefaultTimeout(patience);
    await page.goto(editorAddress(server.port, zones));
    const take = async (picture, clip) => {
      await page.screenshot({ path: join(images, `${picture}-${name}.png`), ...(clip ? { clip } : {}) });
      console.log(`  docs/images/${picture}-${name}.png`);
    };
    await open(page, "example.com.zone");
    await page.keyboard.press("Control+B");
    await lensesShown(page);
    await take("hover", await hovered(page, "v=spf1 mx ip4"));
    await open(page, "shop.example.zone");
    await page.locator(".squiggly-error").first().waitFor();
    await lensesShown(page);
    await take("quick-fix", await quickFixes(page, '+all"'));
    await page.keyboard.press("Escape");
    await command(page, "Problems: Focus on Problems View");
    await page.locator(".markers-panel .monaco-table, .markers-panel .monaco-list").first().waitFor();
    await settle(page);
    await take("problems");
    await page.keyboard.press("Control+J");
    await settle(page);
    await open(page, "example.com.zone");
    await lensesShown(page);
    await command(page, "Explorer: Focus on Mail Authentication View");
    await collapse(page, "Explorer Section: zones");
    await widenSideBar(page);
    const tree = page.locator('.monaco-list[aria-label*="Mail Authentication"] .monaco-list-row');
    await tree.first().waitFor();
    await tree.first().click();
    await page.keyboard.press("ArrowRight");
    await settle(page);
    await take("mail-authentication");
    await page.keyboard.press("Control+B");
    await open(page, "shop.example.zone");
    await command(page, "DNS Lens: Show SPF Graph");
    await settle(page);
    await page.keyboard.type("shop.example");
    await settle(page);
    await page.keyboard.press("Enter");
    await page.locator('.tab[aria-label^="SPF: "]').first().waitFor();
    await settle(page);
    await settle(page);
    await take("spf-graph");
    await page.locator('.tab[aria-label^="SPF: "]').first().click({ button: "middle" });
    await page.locator('.tab[data-resource-name="example.com.zone"]').first().click();
    await open(page, "example.com.zone");
    await lensesShown(page);
    await take("completion", await completed(page, "v=spf1 mx ip4"));
    await page.goto(editorAddress(server.port, await changedZone(join(scratch, name, "review"))));
    await reviewed(page);
    await take("review");
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Hovers over the text; gives the part of the page from the line above it to the end of the hover. */
async function hovered(page, text) {
  const target = await placeOf(page, text);
  await page.mouse.move(target.x, target.y - 120);
  await page.mouse.move(target.x, target.y, { steps: 4 });
  const hover = page.locator(".monaco-hover:visible").first();
  await hover.waitFor();
  await settle(page);
  return around(target, await hover.boundingBox());
}

/** Opens the light bulb's menu on the text; gives the part of the page that shows both. */
async function quickFixes(page, text) {
  const target = await placeOf(page, text);
  await page.mouse.click(target.x, target.y);
  await page.keyboard.press("Control+.");
  const menu = page.locator(".action-widget").first();
  await menu.waitFor();
  await settle(page);
  return around(target, await menu.boundingBox());
}

// Lenses push the lines below them down, so places are looked for after them.
async function lensesShown(page) {
  await page.locator(".codelens-decoration").first().waitFor();
  await settle(page);
}

/** A repository whose working tree opens its domain to everybody. Returns its folder. */
async function changedZone(folder) {
  const file = join(folder, "example.com.zone");
  await mkdir(folder, { recursive: true });
  await cp(join(root, "test-fixtures", "workspace", "example.com.zone"), file);
  git(folder, "init", "-q", "-b", "main");
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "one");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace("~all", "?all").replace("p=reject", "p=none"));
  return folder;
}

/** Reviews what changed, and opens the first change in the diff editor. */
async function reviewed(page) {
  await open(page, "example.com.zone");
  await lensesShown(page);
  await command(page, "DNS Lens: Review DNS Changes");
  const change = page.locator('.monaco-list-row[aria-level="3"]', { hasText: "all" }).first();
  await change.waitFor();
  await settle(page);
  for (const section of ["Repositories", "Changes", "Graph"]) await collapse(page, section);
  await page.locator('.tab[aria-label*="DNS changes"]').first().click({ button: "middle" });
  await widenSideBar(page);
  await change.click();
  await page.locator(".monaco-diff-editor").first().waitFor();
  await settle(page);
  await page.mouse.move(size.width - 40, size.height - 20);
  await settle(page);
}

async function collapse(page, section) {
  const header = page.locator(`.pane-header.expanded[aria-label*="${section}"]:not([aria-label*="DNS"])`);
  if ((await header.count()) > 0) await header.first().click({ position: { x: 12, y: 10 } });
  await settle(page);
}

async function widenSideBar(page) {
  const side = await page.locator(".part.sidebar").boundingBox();
  const [x, y] = [side.x + side.width, side.y + side.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(430, y, { steps: 6 });
  await page.mouse.up();
  await settle(page);
}

/** Asks for completions behind the text; gives the part of the page that shows them. */
async function completed(page, text) {
  const target = await placeOf(page, text);
  await page.mouse.click(target.x, target.y);
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.mouse.move(size.width - 40, size.height - 20);
  await page.keyboard.type('@ TXT "v=spf1 include:', { delay: 30 });
  await page.keyboard.press("Control+Space");
  const list = page.locator(".suggest-widget.visible").first();
  await list.waitFor();
  // Behind the names of the workspace come the senders that are known: one of them with what is said about it.
  const sender = list.locator(".monaco-list-row", { hasText: "_spf.google.com" });
  for (let row = 0; row < 20 && !(await isFocused(sender)); row++) await page.keyboard.press("ArrowDown");
  await settle(page);
  const about = page.locator(".suggest-details-container:visible");
  const boxes = [await list.boundingBox(), ...((await about.count()) > 0 ? [await about.boundingBox()] : [])];
  const top = Math.min(...boxes.map(({ y }) => y));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  return around(await placeOf(page, '@ TXT "v=spf1 include:'), { y: top, height: bottom - top });
}

async function isFocused(row) {
  return (await row.count()) > 0 && /focused/.test((await row.first().getAttribute("class")) ?? "");
}

/** The middle of the first three characters of the text, where the editor shows it. */
async function placeOf(page, text) {
  const place = await page.waitForFunction((wanted) => {
    for (const line of document.querySelectorAll(".monaco-editor .view-line")) {
      const shown = line.textContent.replaceAll("\u00a0", " ");
      const at = shown.indexOf(wanted);
      if (at < 0) continue;
      const inner = line.firstElementChild.getBoundingClientRect();
      const width = inner.width / shown.length;
      return { x: inner.left + (at + 1.5) * width, y: inner.top + inner.height / 2 };
    }
    return undefined;
  }, text);
  return place.jsonValue();
}

// Whole lines only: `target.y` is the middle of one.
function around(target, box) {
  const line = target.y - lineHeight / 2;
  const above = Math.max(2, Math.ceil((line - box.y + 8) / lineHeight));
  const below = Math.max(3, Math.ceil((box.y + box.height + 8 - line) / lineHeight));
  const height = (above + below) * lineHeight;
  return { x: 6, y: line - above * lineHeight, width: size.width - 24, height };
}

async function open(page, file) {
  await page.locator(".monaco-workbench").waitFor();
  await page.keyboard.press("Control+P");
  const input = page.locator(".quick-input-widget input").first();
  await input.waitFor();
  await input.fill(file);
  await page.locator(`.quick-input-list .monaco-list-row[aria-label*="${file}"]`).first().waitFor();
  // The rows of what was typed before may still be there.
  await settle(page);
  await page.keyboard.press("Enter");
  await page.locator(`.tab.active[data-resource-name="${file}"]`).waitFor();
  await page.locator(".view-line .mtk5, .view-line .mtk6, .view-line .mtk7").first().waitFor();
  await settle(page);
}

async function command(page, title) {
  await page.keyboard.press("F1");
  const input = page.locator(".quick-input-widget input").first();
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator(".quick-input-list .monaco-list-row").first().waitFor();
  await page.keyboard.press("Enter");
}

// Animations and the last answers of the server: there is nothing to wait for that would say "now".
function settle(page) {
  return page.waitForTimeout(1000);
}
