// What `dist/cli.js` is: compiled code is kept from one run to the next (node 22.1 and later), and only then the rest is read.
require("node:module").enableCompileCache?.();
// A check makes much garbage and keeps little: collected a little sooner it takes two thirds of the memory, and no more time.
if (process.argv[2] !== "serve") require("node:v8").setFlagsFromString("--heap-growing-percent=40");
require("./server.web.js");
