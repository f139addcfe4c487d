// A person's hands: the launcher holds the browser that the editor is drawn in, and presses the keys that a test asks for.
import { env } from "vscode";

/** What is typed into a question, and which keys are pressed after it. */
export interface Answer {
  /** Words that are typed over what stands in the box. */
  readonly type?: string;
  /** Keys by the names that browsers give them, pressed one after the other. */
  readonly press: readonly string[];
}

/** Whether somebody is there to press keys: the desktop editor is started by another launcher. */
export function handsThere(): boolean {
  return env.appHost !== "desktop";
}

/** Answers the next question of a command, once it is on the screen with these words in it. */
export function answer(question: string, { type, press }: Answer): void {
  ask({ within: ".quick-input-widget", question, ...(type === undefined ? {} : { type }), press });
}

/** Accepts what the editor's refactoring preview shows, once it shows these words. */
export function acceptPreview(words: string): void {
  ask({
    within: ".bulk-edit-panel .monaco-list",
    question: words,
    press: ["ArrowDown", "Space", "Control+Enter"],
  });
}

/** Presses keys on a list, once it is on the screen with these words in it. */
export function pressIn(list: string, words: string, press: readonly string[]): void {
  ask({ within: list, question: words, press });
}

/** Presses a key on a link of a web view, found as a screen reader finds it: by its role and a part of its name. */
export function pressOnLink(name: string, key: string): void {
  ask({ link: true, question: name, press: [key] });
}

function ask(wanted: object): void {
  console.log(`dnslens keys | ${JSON.stringify(wanted)}`);
}
