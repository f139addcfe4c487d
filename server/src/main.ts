// The server's one bundle, for both places where it runs: a web worker has `importScripts`, a process has the command line (of
// which `serve` is the language server).
if ("importScripts" in globalThis) void import("./lsp/browser.ts");
else void import("./cli/main.ts");
