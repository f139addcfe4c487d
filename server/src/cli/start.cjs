// What `dist/cli.js` is.
require("../codeCache.cjs").run("server.web.js", process.argv[2] ?? "");
