export const database = "not a zone";
