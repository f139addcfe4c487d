/** The head of an example zone that the workspace holds as a whole. */
export const WHOLE_ZONE =
  "@ 3600 SOA ns.example.net. hostmaster.example.net. 1 7200 3600 1209600 3600\n@ 3600 NS ns.example.net.\n@ 3600 NS ns.example.org.\n";
